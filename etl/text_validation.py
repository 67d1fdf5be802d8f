"""Which texts can be meant: what no reader could see, no file could hold or nobody would write is refused where texts come in.

Markup, formulas, quotes, letters of any script and invisible joiners can be meant: they are shown as text, escaped at each edge.
"""

import re

from etl.messages import N_, Message, message

# As long as a cell of an uploaded table may be, twenty times the longest text of the shipped record.
LONGEST = 10_000
# No language puts so many marks on one letter; more of them cover the lines around it.
MOST_MARKS = 8
# Controls but tab and line end; separators of lines that look like none; what turns the direction of reading; half characters;
# code points that are no characters.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
FLOOD = re.compile(f"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MOST_MARKS + 1},}}")


def unfit(text: str) -> Message | None:
    """Why this cannot be meant as a text, or None."""
    if len(text) > LONGEST:
        return message(N_("this text has {size} characters, the limit is {limit}; shorten it"), size=len(text), limit=LONGEST)
    # Nearly every text is printable, and then nothing in it is unreadable: that is found out many times faster.
    if not text.isprintable() and (found := UNREADABLE.search(text)):
        problem = N_("this text holds the character {code}, which nobody can read; delete it and type the text again")
        return message(problem, code=f"U+{ord(found[0]):04X}")
    if not text.isascii() and FLOOD.search(text):
        return message(N_("a letter of this text bears more than {limit} marks; type the text again"), limit=MOST_MARKS)
    return None


def in_line(text: object, longest: int = 200) -> str:
    """Any text as a message or a log has it: on one line, without what a terminal would obey, cut where it is endless."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(text)[: longest + 1])
    return line if len(line) <= longest else line[: longest - 1] + "…"
