"""What a renderer says beside a part that somebody changed."""

from dashboard.briefing.document import Part
from etl.i18n.translator import Translator


def remark(part: Part, words: Translator) -> str:
    """Who changed the text, and which of its numbers stand nowhere in the build; empty for an unchanged part."""
    if not part.unmatched:
        return part.edited
    missing = words.t("Numbers that are not in this build: {numbers}.", numbers=", ".join(part.unmatched))
    return f"{part.edited} {missing}".strip()
