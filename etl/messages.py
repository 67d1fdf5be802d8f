"""What is to be said in the reader's language: marked where it is written, translated where it is shown (`etl/i18n/translator.py`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Something to be said in the reader's language: an English text (marked where it is written) and what fills its {names}.

    A value may be something to be said too.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """In English, as messages and logs have it."""
        return self.text.format(**dict(self.values)) if self.values else self.text


def said(text: str, /, **values: object) -> Said:
    """Marks an English text for translation and keeps the values that fill it."""
    return Said(text, tuple(values.items()))


def mark(text: str) -> str:
    """Marks an English text for translation where it is defined; it is translated where it is shown."""
    return text
