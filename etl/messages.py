"""What is to be said in the reader's language: marked where it is written, translated where it is shown (`etl/i18n/translator.py`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """Something to be said in the reader's language: an English text (marked where it is written) and what fills its {names}.

    A value may be something to be said too.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """In English, as messages and logs have it."""
        return self.text.format(**dict(self.values)) if self.values else self.text


def message(text: str, /, **values: object) -> Message:
    """Marks an English text for translation and keeps the values that fill it."""
    return Message(text, tuple(values.items()))


def N_(text: str) -> str:
    """Marks an English text for translation where it is defined; it is translated where it is shown."""
    return text
