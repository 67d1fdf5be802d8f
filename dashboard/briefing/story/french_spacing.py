"""Sets all texts of a briefing by the rules of its language: in French a line never ends before a colon."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from etl.i18n.translator import unbroken

Content = TypeVar("Content")


def typeset(content: Content, language: str) -> Content:
    """The same content, a text or anything made of texts, with the language's spaces; set twice it is the same."""
    made: Any = content
    if isinstance(content, str):
        made = unbroken(content, language)
    elif isinstance(content, tuple):
        made = tuple(typeset(item, language) for item in content)
    elif is_dataclass(content) and not isinstance(content, type):
        made = replace(content, **{field.name: typeset(getattr(content, field.name), language) for field in fields(content)})
    result: Content = made
    return result
