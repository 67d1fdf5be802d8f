"""How wide and how long texts become, by the metrics of the font in `dashboard/fonts`; and which letters it has."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FAMILY = "Source Sans 3"
# What stands for a letter the font lacks: a box, as every reader knows it.
LACKING = "□"
ELLIPSIS = "…"
_EM = 1000
_PICTURE = 40
_NEVER_A_LETTER = "\uffff"
# Controls and ends of lines and paragraphs: what draws letters fails on some of them.
_NO_LETTERS = ("Cc", "Zl", "Zp")


@lru_cache(maxsize=1 << 13)
def clean(text: str) -> str:
    """A text without control and formatting characters: they are unseen at best, and files with them do not open."""
    text = unicodedata.normalize("NFC", text).replace("\t", " ")
    text = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co"))


def shown(text: str) -> str:
    """The cleaned text, a box for each letter that our font lacks."""
    return "".join(letter if letter == "\n" or _has(letter) else LACKING for letter in clean(text))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of its size."""
    return _units(text, bold) * size / _EM


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The lines a text takes in so much room; a word longer than a line is broken as office programs do.

    Each line keeps the space or line break it ends with: joined they are the text again.
    """
    lines: list[str] = []
    for stretch in re.findall(r"[^\n]*\n|[^\n]+", text) or [""]:
        line, wide = "", 0.0
        for word in re.findall(r"[^ ]*[ \n]?", stretch)[:-1]:
            if line and wide + width(word.rstrip(" "), size, bold) > room:
                lines.append(line)
                line, wide = "", 0.0
            *full, rest = [word] if line else _broken(word, room, size, bold)
            lines += full
            line, wide = line + rest, wide + width(rest, size, bold)
        lines.append(line)
    return lines


def clipped(text: str, room: float, size: float) -> str:
    """The text, or as many of its words as one line holds, with an ellipsis where any are left out."""
    if width(text, size) <= room:
        return text
    first, *_ = wrap(text, room - width(ELLIPSIS, size), size)
    return first.rstrip(" ,·\n") + ELLIPSIS


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word in pieces no wider than the room; the space it ends with takes none."""
    pieces, piece, wide = [], "", 0.0
    for letter in word:
        step = width(letter, size, bold)
        if piece and wide + step > room and letter not in " \n":
            pieces.append(piece)
            piece, wide = "", 0.0
        piece, wide = piece + letter, wide + step
    return [*pieces, piece]


@cache
def _font(bold: bool, size: int, layout: ImageFont.Layout | None = None) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"SourceSans3-{'Bold' if bold else 'Regular'}.ttf", size, layout_engine=layout)


@lru_cache(maxsize=1 << 15)
def _units(text: str, bold: bool) -> float:
    return sum(_advance(letter, bold) for letter in text if letter != "\n")


@cache
def _advance(letter: str, bold: bool) -> float:
    return _font(bold, _EM).getlength(letter) if _has(letter) else float(_EM)


@cache
def _has(letter: str) -> bool:
    kind = unicodedata.category(letter)
    if kind in _NO_LETTERS:
        return False
    return letter == " " or _drawn(letter, alone=kind.startswith("M")) != _drawn(_NEVER_A_LETTER, alone=kind.startswith("M"))


@cache
def _drawn(letter: str, alone: bool) -> bytes:
    """The letter as a small picture: what the font lacks all looks the same. A mark is drawn `alone`, without a circle to stand on."""
    return bytes(_font(False, _PICTURE, ImageFont.Layout.BASIC if alone else None).getmask(letter))
