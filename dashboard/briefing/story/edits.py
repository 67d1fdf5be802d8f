"""What an analyst changed in the text of a briefing: put in its place, marked, its numbers held against the build."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from dashboard.briefing.document import Block, Briefing, Bullets, Paragraph, Part, Table
from dashboard.briefing.options import Edit
from dashboard.briefing.story.context import Material
from dashboard.briefing.story.numerals import amount, numerals, unmatched
from etl.queries import observation_rows

BULLET = "- "


def edited(briefing: Briefing, edits: Mapping[str, Edit], material: Material) -> Briefing:
    """The briefing with its edited parts; an edit of a part that is not told here is left out."""
    known = _known(briefing, material)
    changed = tuple(_apply(part, edits[part.key], known, material) if part.key in edits else part for part in briefing.parts)
    return replace(briefing, parts=changed)


def body(part: Part) -> str:
    """The running text of a part as it is edited: paragraphs between blank lines, items of lists behind dashes."""
    written = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            written.append(block.text)
        if isinstance(block, Bullets):
            written.append("\n".join(BULLET + item for item in block.items))
    return "\n\n".join(written)


def texts(part: Part) -> Iterable[str]:
    """Everything a part says, cell by cell."""
    yield from (part.title, part.message, part.notes)
    for block in part.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield from block.head
            yield from (cell.text for row in block.rows for cell in row)
            yield block.source
        else:
            yield block.source
            yield block.alt if hasattr(block, "alt") else block.chart.alt


def _apply(part: Part, edit: Edit, known: set[Decimal], material: Material) -> Part:
    words = material.words
    message = part.message if edit.message is None else edit.message.strip()
    notes = part.notes if edit.notes is None else edit.notes.strip()
    blocks = part.blocks if edit.body is None or edit.body.strip() == body(part) else _with_body(part, edit.body)
    if (message, notes, blocks) == (part.message, part.notes, part.blocks):
        return part
    new = replace(part, message=message, notes=notes, blocks=blocks)
    strange = unmatched("\n".join((message, body(new), notes)), words, known)
    text = words.t("Edited by hand; numbers that match nothing in the build:") if strange else words.t("Edited by hand.")
    return replace(new, edited=text, unmatched=strange)


def _with_body(part: Part, written: str) -> tuple[Block, ...]:
    """The blocks of a part with other running text, which stands where the first of it stood; remarks stay remarks."""
    soft = {block.text for block in part.blocks if isinstance(block, Paragraph) and block.soft}
    new: list[Block] = []
    for piece in written.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        if lines and all(line.startswith(BULLET) for line in lines):
            new.append(Bullets(tuple(line.removeprefix(BULLET) for line in lines)))
        elif lines:
            new.append(Paragraph(" ".join(lines), soft=" ".join(lines) in soft))
    running = [isinstance(block, Paragraph | Bullets) for block in part.blocks]
    at = running.index(True) if True in running else len(running)
    retained = [block for block, is_text in zip(part.blocks, running, strict=True) if not is_text]
    return (*retained[:at], *new, *retained[at:])


def _known(briefing: Briefing, material: Material) -> set[Decimal]:
    """The sizes of all numbers of the told text, and of every value and target of the chosen pledges' indicators as it may be written."""
    words = material.words
    sizes = {amount(written, words) for part in briefing.parts for text in texts(part) for written in numerals(text, words)}
    tracked = sorted({row["indicator"] for pledge in material.chosen for row in material.tracked(pledge["pledge"])})
    for row in observation_rows.values(material.ask, tracked):
        sizes |= {amount(words.number(abs(row["value"]), decimals), words) for decimals in range(row["decimals"] + 1)}
    return sizes
