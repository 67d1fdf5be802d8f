"""The shipped record with a hostile text in every field that a person or a publisher fills: what it says has to be shown as it is."""

import csv
import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from etl.text_validation import LONGEST
from tests.support.hostile_texts import ALL_SHOWN, HOST, LONG, RUN, SHOWN
from tests.support.places import DATA
from tests.support.registers import FOLDER, comment, correction

LANGUAGES = {"en", "fr", "ru", "kk"}
# An address that a record may hold, and that is as bad as one may be.
URL = f"https://{HOST}/?q='onclick='{RUN}'&a=[x](y)&amp;{{n}}#%22%3E%3Cscript%3E"
# What is text in the record, beside whatever stands in four languages.
TEXTS = {"speaker", "note", "data_owner", "publisher", "title", "licence", "text"}
COLUMNS = {
    "events.csv": ("summary_en", "summary_fr", "summary_ru", "summary_kk", "actor"),
    "codings.csv": ("rationale", "rationale_fr", "rationale_ru", "rationale_kk"),
    "searches.csv": ("languages", "outlets", "result"),
}  # fmt: skip
# The ones that say most on each page, so that they are looked for there.
PLEDGE, INDICATOR, DRAWN = "D25", "trade-turnover", "cpc-shipments"
# A whole kind of texts as one, each in a paragraph of its own: Markdown begins anew after a blank line.
LOUD = tuple("\n\n".join(SHOWN[kind])[:LONGEST] for kind in ("markdown", "html", "streamlit", "attributes", "tex", "xml", "templates"))


class Texts:
    """Hostile texts one after the other, from the beginning again after the last."""

    def __init__(self) -> None:
        self._all = cycle(text for text in ALL_SHOWN if text not in LONG)

    def next(self) -> str:
        """The next one that is more than blanks."""
        return next(text for text in self._all if text.strip())

    def everywhere(self, value: Any) -> Any:
        """The value with hostile texts for what is text in it."""
        if isinstance(value, list):
            return [self.everywhere(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.keys() >= LANGUAGES and value["en"] not in ("machine", "reviewed"):
            text = self.next()
            return {name: text if name in LANGUAGES and item else self.everywhere(item) for name, item in value.items()}
        return {name: self._field(name, item) for name, item in value.items()}

    def _field(self, name: str, item: Any) -> Any:
        if name == "url" and item:
            return URL
        if name in ("amount", "change"):
            # Forms of a number with its unit: what is none is refused.
            return item
        if name == "lead_body":
            return {side: self.next() for side in item}
        return self.next() if name in TEXTS and isinstance(item, str) else self.everywhere(item)


def make(folder: Path) -> Path:
    """A copy of the shipped record in `folder`, hostile throughout."""
    record = Path(shutil.copytree(DATA, folder))
    texts = Texts()
    for path in (record / "sources.yaml", record / "units.yaml", *sorted((record / FOLDER).glob("*.yaml"))):
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        path.write_text(yaml.dump(_loudly(texts.everywhere(content)), Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    _edit(record, "geos.csv", lambda rows: _fill(rows, ("en", "fr", "ru", "kk"), texts))
    _edit(record, "proper_names.csv", lambda rows: _fill(rows, ("fr", "ru", "kk"), texts))
    for file, columns in COLUMNS.items():
        _edit(record, f"{FOLDER}/{file}", lambda rows, columns=columns: _fill(rows, columns, texts))  # type: ignore[misc]
    _edit(record, f"{FOLDER}/events.csv", lambda rows: rows[0].update({f"summary_{lang}": LONG[0] for lang in LANGUAGES}))
    for path in sorted((record / "observations").glob("*.csv")):
        _edit(record, f"observations/{path.name}", lambda rows: _fill(rows, ("note", "speaker"), texts))
    fields = {f"text_{lang}": texts.next() for lang in LANGUAGES}
    _edit(record, f"{FOLDER}/comments.csv", lambda rows: rows.append(comment(speaker=texts.next(), url=URL, **fields)))
    wrong = {f"{name}_{lang}": texts.next() for name in ("wrong", "right") for lang in LANGUAGES}
    _edit(record, f"{FOLDER}/corrections.csv", lambda rows: rows.append(correction(submission=texts.next(), **wrong)))
    return record


def texts_of(record: Path, file: str, key: str) -> dict[str, Any]:
    """The item of this id in a YAML list of the hostile record."""
    listed = yaml.load((record / FOLDER / file).read_text(encoding="utf-8"), yaml.CSafeLoader)
    found: dict[str, Any] = next(item for item in listed if item["id"] == key)
    return found


def column(record: Path, file: str, name: str) -> list[str]:
    """A column of a CSV file of the hostile record."""
    with (record / FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return [row[name] for row in csv.DictReader(opened)]


def _edit(record: Path, file: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file; every cell is quoted, as a lone carriage return has to be."""
    with (record / file).open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        columns, rows = list(reader.fieldnames or []), list(reader)
    change(rows)
    with (record / file).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _fill(rows: list[dict[str, str]], columns: tuple[str, ...], texts: Texts) -> None:
    for row in rows:
        row.update({name: texts.next() for name in columns})
        if "url" in row:
            row["url"] = URL


def _loudly(content: Any) -> Any:
    """Whole kinds of texts, one after the other, in what a pledge and an indicator say; endless ones in two others."""
    kinds = cycle(LOUD)
    for item in content if isinstance(content, list) else [content]:
        if item.get("id") in (PLEDGE, INDICATOR, DRAWN) or item.get("code") == "USD_BN":
            for name, value in item.items():
                if isinstance(value, dict) and value.keys() == LANGUAGES:
                    item[name] = dict.fromkeys(value, next(kinds))
        if item.get("id") == "D24":
            item["summary"] = dict(zip(sorted(LANGUAGES), LONG, strict=False))
        if item.get("id") == "cpc-capacity-kazakhstan":
            item["definition"] = dict(zip(sorted(LANGUAGES), LONG[4:], strict=False))
    return content
