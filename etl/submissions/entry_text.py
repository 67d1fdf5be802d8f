"""What an entry of the record says, in a few words: to whoever looks at it before it is submitted or accepted."""

from etl.i18n.translator import Translator
from etl.record.models import Entry, Model


def about(item: Model) -> str:
    """The pledge an entry is about, or its own id."""
    return str(getattr(item, "pledge", "") or getattr(item, "id", ""))


def on_day(item: Model) -> str:
    """The day an entry bears; empty where it bears none."""
    return str(getattr(item, "date", None) or "")


def in_words(item: Model, words: Translator) -> str:
    """Its words in the reader's language; a figure or a target has none."""
    if not isinstance(item, Entry):
        return ""
    who, what = item.in_short(words.language)
    return words.pair(who, what) if who else what
