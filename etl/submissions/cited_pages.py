"""What is kept of the pages that submissions cite: a copy with its hash, only the hash, or the reason why neither.

`<folder>/cited-pages/` holds one small JSON file for every time something was found to be different; none is changed or removed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from etl.atomic_files import write_whole
from etl.i18n.labels import COPY_REASONS
from etl.i18n.translator import Translator
from etl.submissions.models import Submission

FOLDER = "cited-pages"
SHORT = 12


@dataclass(frozen=True)
class Copy:
    """What came of asking for a cited page on a day.

    `stored` is "copy" (`file` below the folder of kept answers holds it), "hash" (only hash and length in bytes) or "none"; without
    a copy `reason` is a key of COPY_REASONS, and `detail` says in English what failed. `licence` is that of the page's source.
    """

    link: str
    day: str
    stored: Literal["copy", "hash", "none"]
    licence: str
    reason: str = ""
    detail: str = ""
    sha256: str = ""
    bytes: int = 0
    file: str = ""


def links_of(submission: Submission) -> list[str]:
    """The pages a submission cites: its source and those of its rows, each once."""
    cited = [submission.proposal.source, *(row.get("url", "") for row in submission.proposal.rows)]
    return [link for link in dict.fromkeys(cited) if link.startswith(("https://", "http://"))]


def copies_of(folder: Path, links: Iterable[str]) -> dict[str, list[Copy]]:
    """What is kept of each page, the oldest first; nothing where it was never asked for."""
    return {link: [copy for _, copy in sorted(_noted(folder, link), key=lambda one: one[0])] for link in links}


def note(folder: Path, copy: Copy) -> Copy:
    """Note what came of asking for a page, unless it is what the newest note says; returns the note that holds."""
    before = _noted(folder, copy.link)
    newest = max(before, key=lambda one: one[0])[1] if before else None
    if newest is not None and (newest.stored, newest.reason, newest.sha256, newest.file) == (
        copy.stored,
        copy.reason,
        copy.sha256,
        copy.file,
    ):
        return newest
    number = 1 + max((number for number, _ in before), default=0)
    text = json.dumps({"number": number, **asdict(copy)}, ensure_ascii=False, indent=1).encode()
    path = folder / FOLDER / f"{_short(copy.link)}-{number:04d}-{hashlib.sha256(text).hexdigest()[:8]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
    return copy


def in_words(copy: Copy, words: Translator) -> str:
    """What is kept of a page, as one sentence without its full stop."""
    day = words.day(date.fromisoformat(copy.day))
    if copy.stored == "copy":
        return words.t("a copy of {day} is kept ({hash})", day=day, hash=copy.sha256[:SHORT])
    reason = words.t(COPY_REASONS[copy.reason])
    if copy.stored == "hash":
        return words.t("only the hash of {day} is kept ({hash}): {reason}", day=day, hash=copy.sha256[:SHORT], reason=reason)
    return words.t("no copy on {day}: {reason}", day=day, reason=reason)


def _noted(folder: Path, link: str) -> list[tuple[int, Copy]]:
    found = []
    for path in (folder / FOLDER).glob(f"{_short(link)}-*.json"):
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            number = int(fields.pop("number"))
            copy = Copy(**fields)
        except (ValueError, KeyError, TypeError, AttributeError):
            # A note that somebody damaged counts as none: the page is asked for again.
            continue
        if copy.link == link:
            found.append((number, copy))
    return found


def _short(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()[:SHORT]
