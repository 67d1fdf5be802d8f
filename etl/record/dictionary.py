"""The tables of `data/README.md`: what every field of every file of the record means, from the descriptions of the models.

usage: python -m etl.record.dictionary [README]      writes them anew, in their places; a kind of file that has no section yet gets one
"""

import re
import sys
from pathlib import Path

from etl.record.kinds import ENTRIES
from etl.record.models import Declaration, Derived, Geo, Indicator, Model, Name, Observation, Pledge, ProperName, Source, Unit

FILES: dict[str, type[Model]] = {
    "sources.yaml": Source, "units.yaml": Unit, "geos.csv": Geo, "proper_names.csv": ProperName, "derived.yaml": Derived,
    "observations/*.csv": Observation, "declaration.yaml": Declaration, "pledges.yaml": Pledge, "indicators.yaml": Indicator,
    **{f"{name}.csv": model for name, model in ENTRIES.items()}, "glossary.yaml": Name,
}  # fmt: skip
# The table of a section, from its head to its last row.
TABLE = re.compile(r"^\| (?:field|column) \| meaning \|\n(?:\|.*\n)+", re.MULTILINE)


def table(file: str) -> str:
    """What the fields of a file mean, as a table."""
    rows = [f"| `{name}` | {(info.description or '').replace('|', chr(92) + '|')} |" for name, info in FILES[file].model_fields.items()]
    return "\n".join((f"| {'column' if file.endswith('.csv') else 'field'} | meaning |", "|---|---|", *rows)) + "\n"


def filled_in(text: str) -> str:
    """The dictionary with all its tables as the models have them."""
    for file, model in FILES.items():
        head = f"## `{file}`\n"
        if head not in text:
            text = f"{text.rstrip()}\n\n{head}{(model.__doc__ or '').splitlines()[0]}\n\n{table(file)}"
            continue
        before, _, section = text.partition(head)
        made = table(file)
        text = before + head + TABLE.sub(lambda _, made=made: made, section, count=1)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "data/README.md")
    path.write_text(filled_in(path.read_text(encoding="utf-8")), encoding="utf-8")
