"""An indicator as reference managers take it: BibTeX and CSL-JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# BibTeX counts every brace, those behind a backslash too: one that is left over would swallow the next entries.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Citation:
    """What is cited: the publishers of the figures, the title of the indicator, and the day and build of what was shown."""

    key: str
    publishers: Sequence[str]
    title: str
    as_of: date
    build: str
    lang: str

    @property
    def name(self) -> str:
        """The name a text cites it by."""
        return f"servanda-{self.key}-{self.as_of.isoformat()}"


def bibtex(cited: Citation) -> str:
    """The citation as a BibTeX entry; every special character is escaped."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.publishers),
        "title": f"{{{_tex(cited.title)}}}",
        "howpublished": "Servanda",
        "year": str(cited.as_of.year),
        "date": cited.as_of.isoformat(),
        "version": _tex(cited.build),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.name},\n{lines}\n}}"


def csl_json(cited: Citation) -> str:
    """The citation as CSL-JSON (an array with one item), for Zotero, Pandoc and others."""
    item = {
        "id": cited.name,
        "type": "dataset",
        "author": [{"literal": name} for name in cited.publishers],
        "title": cited.title,
        "publisher": "Servanda",
        "issued": {"date-parts": [[cited.as_of.year, cited.as_of.month, cited.as_of.day]]},
        "version": cited.build,
        "language": cited.lang,
    }
    fields = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items())
    return f"[{{\n{fields}\n}}]"


def _tex(text: str) -> str:
    return re.sub(r"[\\{}~^%&#$_]", lambda found: SPECIAL.get(found[0], "\\" + found[0]), text)
