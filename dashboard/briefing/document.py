"""A briefing as a neutral document: what it says, not how it looks. Its renderers stand beside it: PPTX, PDF, HTML.

Every text is finished, in the briefing's language, with numbers and dates by its rules; a renderer adds none of its own.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from dashboard.charts.model import Chart

State = Literal["draft", "cleared", "superseded"]
Length = Literal["one-page", "short", "full"]


@dataclass(frozen=True)
class Paragraph:
    """Running text; `soft` is a remark that stands back."""

    text: str
    soft: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table; line breaks in `text` part sentences that may stand on lines of their own. `status` is a code of `etl.i18n.labels.STATUSES` (colour and icon beside the word), `url` a source."""

    text: str
    status: str = ""
    url: str = ""
    number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head, with the line that says where they come from."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str


@dataclass(frozen=True)
class Bar:
    """One stacked bar: its name and how many pledges have which status (code to count), in the order of the statuses."""

    name: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Bars:
    """Stacked bars of pledges by status; `legend` names the statuses that occur, `alt` says in words what a reader would see."""

    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    alt: str
    source: str


@dataclass(frozen=True)
class Drawing:
    """A chart over time with its source line."""

    chart: Chart
    source: str


Block = Paragraph | Bullets | Table | Bars | Drawing


@dataclass(frozen=True)
class Figure:
    """A figure the briefing rests on, by which `verify` asks later whether it still holds.

    `kind` and `key` say which one: a reading of a pledge ("D25", "D25 since", "D25 outcome", "D25 reported KAZ"), the status of an
    indicator, the newest or a drawn value of an indicator, a count.
    `reading` is a status code, `reason` why there is none; `value` is in the indicator's unit.
    """

    kind: Literal["pledge", "indicator", "newest", "observation", "count"]
    key: str
    name: str
    reading: str = ""
    reason: str = ""
    value: float | None = None
    period: str = ""
    unit: str = ""
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the story: a slide, or a section of a page.

    `message` is the one sentence a reader takes away; `notes` are what the speaker says beside it. `edited`: somebody changed its
    text, and is the mark that says so; `unmatched` are the numbers of the changed text that stand nowhere in the build: where there
    are any, `edited` ends in a colon and they follow it.
    """

    key: str
    title: str
    message: str
    blocks: tuple[Block, ...]
    notes: str = ""
    edited: str = ""
    unmatched: tuple[str, ...] = ()

    @property
    def under(self) -> str:
        """The message as it reads under the title: without the title where it begins with that and a colon."""
        found = re.match(rf"{re.escape(self.title)}[ \u00a0]?: ", self.message) if self.title else None
        if found is None:
            return self.message
        rest = self.message[found.end() :]
        return rest[:1].upper() + rest[1:]


@dataclass(frozen=True)
class Briefing:
    """The whole: one build, one as-of day, one language.

    It begins with `answer`: a few sentences on how the declaration as a whole stands, whatever was chosen, the first of them the
    shortest answer; `domain_lines` follow where there is room.
    `declaration` and `parties` stand in full on the cover, `named` is both in one line for every page, as does
    `reach` ("Data to ..., events to ..., searched to ..."); `cautions` on the cover. `state` and
    `state_text` say whether it is a draft or who cleared it; a draft bears `state_text` on every page. `backup_parts` are short parts outside the story, reached by a jump while presenting:
    only the HTML has them, and `figures`, which are not shown, are those of the story alone.
    """

    title: str
    subtitle: str
    lang: str
    declaration: str
    parties: tuple[str, ...]
    named: str
    as_of: date
    build: str
    length: Length
    state: State
    state_text: str
    reach: str
    cautions: tuple[str, ...]
    parts: tuple[Part, ...]
    answer: tuple[str, ...] = ()
    domain_lines: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    backup_parts: tuple[Part, ...] = ()

    @property
    def content_hash(self) -> str:
        """A hash of all that is said: equal for equal content, wherever and whenever it was made."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()
