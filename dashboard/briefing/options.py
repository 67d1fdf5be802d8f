"""What an analyst chose for a briefing: plain data that fits into a preset, a file of a command, a frozen briefing."""

from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.briefing.document import Length, State
from etl.errors import InputError
from etl.i18n.languages import Language

# The parts of the story in their usual order; domains and pledges stand where their first word does.
STORY = ("headline", "changed", "domain", "pledge", "moved", "gaps", "basis", "method", "sources")
USUAL = {
    "one-page": ("headline", "moved", "gaps"),
    # One slide each: with two domains there are five.
    "short": ("headline", "moved", "domain", "pledge", "basis"),
    "full": ("headline", "changed", "domain", "pledge", "moved", "gaps", "method", "sources"),
}


class BadChoice(InputError):
    """What was chosen does not exist; the message says what there is."""


class Edit(BaseModel):
    """New text for one part: what is None stays as it was told. `body` holds paragraphs, and lines that begin with "- "."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str | None = None
    body: str | None = None
    notes: str | None = None


class Choice(BaseModel):
    """Everything a briefing is told from, besides the build.

    Nothing chosen means all: domains, pledges, parts. `as_of` None is the newest day of the build, `since` None the signature.
    `parts` are keys of parts in the order they shall stand; `edits` are by the key of their part.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    declaration: str = ""
    lang: Language = "en"
    domains: tuple[str, ...] = ()
    pledges: tuple[str, ...] = ()
    as_of: date | None = None
    since: date | None = None
    length: Length = "short"
    parts: tuple[str, ...] = ()
    edits: dict[str, Edit] = {}
    state: State = "draft"
    by: str = ""


def read(text: str, where: str) -> Choice:
    """A choice from its JSON. Raises BadChoice with the first thing that is wrong in it."""
    try:
        return Choice.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise BadChoice(f"{where}: {place + ': ' if place else ''}{first['msg']}") from error
