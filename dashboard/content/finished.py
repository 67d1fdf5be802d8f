"""What the pages say, as finished HTML: the dashboard places it between its widgets, the static site between head and foot."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A part of a page; `drawn` where it holds inline SVG, which Streamlit places otherwise."""

    html: str
    drawn: bool = False


Blocks = Iterator[Block]
