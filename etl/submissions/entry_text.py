"""What an entry of the record says, in a few words: to whoever looks at it before it is submitted or accepted."""

from etl.i18n.translator import Translator
from etl.record.models import Coding, Comment, Correction, Event, Search
from etl.submissions.findings import Item


def about(item: Item) -> str:
    """The pledge an entry is about, or its own id."""
    return str(getattr(item, "pledge", "") or getattr(item, "id", ""))


def on_day(item: Item) -> str:
    """The day an entry bears; empty where it bears none."""
    return str(getattr(item, "date", None) or "")


def in_words(item: Item, words: Translator) -> str:
    """Its words in the reader's language; a figure or a target has none."""
    lang = words.language
    match item:
        case Event():
            return str(getattr(item, f"summary_{lang}"))
        case Coding():
            rationale = item.rationale if lang == "en" else getattr(item, f"rationale_{lang}")
            return words.pair(f"{item.coder} ({item.score or '–'})", rationale)
        case Search():
            return words.pair(item.outlets, item.result)
        case Comment():
            return words.pair(item.speaker, getattr(item, f"text_{lang}"))
        case Correction():
            return f"{getattr(item, f'wrong_{lang}')} → {getattr(item, f'right_{lang}')}"
    return ""
