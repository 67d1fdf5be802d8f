"""How a declaration is named beside others: by its short title and its parties."""

from collections.abc import Collection

from etl.i18n.translator import Translator

# So many parties are named in a line; of more the first are, and how many others there are.
MOST_NAMED, FIRST_NAMED = 4, 3


def named(words: Translator, short_title: str, parties: Collection[str]) -> str:
    """The short title and the parties in one line."""
    listed = tuple(parties)
    if len(listed) <= MOST_NAMED:
        return f"{short_title} · {', '.join(listed)}"
    first = ", ".join(listed[:FIRST_NAMED])
    return f"{short_title} · " + words.t("{keys} and {n} more", keys=first, n=words.number(len(listed) - FIRST_NAMED))
