"""The sentences a reader takes away: how many pledges move forward, rest on words, cannot be judged, as an adviser would say it."""

from collections.abc import Mapping

from etl.i18n.translator import Translator
from etl.messages import N_

# Numbers before "pledge", from one; Babel spells none. They agree with the word for pledge.
NUMBERS = N_("one two three four five six seven eight nine")
# Numbers that stand alone, for several of what was named before.
ALONE = N_("one, two, three, four, five, six, seven, eight, nine")
# Statuses that a sentence says alike, in the order in which they are said.
GROUPS = {
    "done": ("achieved", "complete"),
    "forward": ("on_track", "substantial", "started", "in_line"),
    "partly": ("partly",),
    "mixed": ("mixed",),
    "behind": ("slightly_off", "off_track"),
    "away": ("moving_away", "contrary"),
    "words": ("announced",),
    "none": ("no_evidence_found",),
    "not_started": ("not_started",),
    "superseded": ("superseded",),
    "open": ("not_assessable", "not_searched", "not_signed_yet"),
}


def counts_text(words: Translator, counts: Mapping[str, int]) -> str:
    """Counts by status as one sentence without its full stop; the first count carries the noun."""
    return words.listed(clauses(words, {group: sum(counts.get(code, 0) for code in codes) for group, codes in GROUPS.items()}))


def clauses(words: Translator, grouped: Mapping[str, int], noun: bool = True) -> list[str]:
    """What each group that occurs does, in the order given; the first count carries the noun unless it stands before."""
    found = [(group, count) for group, count in grouped.items() if count]
    return [
        _clause(words, group, pledges(words, count) if noun and at == 0 else alone(words, count), count)
        for at, (group, count) in enumerate(found)
    ]


def pledges(words: Translator, count: int) -> str:
    """So many pledges, up to nine in a word."""
    return words.nt("{number} pledge", "{number} pledges", count, number=_spelled(words, words.t(NUMBERS).split(), count))


def alone(words: Translator, count: int) -> str:
    """So many of what was named before."""
    spelled = words.t(ALONE).split(", ")
    return _spelled(words, spelled, count) if count <= len(spelled) else pledges(words, count)


def lowered(text: str) -> str:
    """A name within a sentence."""
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Words as a sentence: with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def _spelled(words: Translator, spelled: list[str], count: int) -> str:
    return spelled[count - 1] if 1 <= count <= len(spelled) else words.number(count)


def _clause(words: Translator, group: str, which: str, count: int) -> str:
    nt = words.nt
    clauses_by_group = {
        "done": nt("{which} is achieved", "{which} are achieved", count, which=which),
        "forward": nt("{which} moves forward", "{which} move forward", count, which=which),
        "partly": nt("{which} is partly in line", "{which} are partly in line", count, which=which),
        "mixed": nt("{which} gives mixed signals", "{which} give mixed signals", count, which=which),
        "behind": nt("{which} falls behind", "{which} fall behind", count, which=which),
        "away": nt("{which} moves the other way", "{which} move the other way", count, which=which),
        "acts": nt("{which} has acts to show", "{which} have acts to show", count, which=which),
        "words": nt("{which} rests on words only", "{which} rest on words only", count, which=which),
        "none": nt("{which} has no act on record", "{which} have no act on record", count, which=which),
        "not_started": nt("{which} has not begun", "{which} have not begun", count, which=which),
        "superseded": nt("{which} was replaced", "{which} were replaced", count, which=which),
        "open": nt("{which} cannot be judged", "{which} cannot be judged", count, which=which),
        "otherwise": nt("{which} reads differently", "{which} read differently", count, which=which),
        "first": nt("{which} was coded for the first time", "{which} were coded for the first time", count, which=which),
    }
    return clauses_by_group[group]
