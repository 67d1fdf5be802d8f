"""Makes a briefing file from a published build: tells the story, freezes it, renders it in a format."""

import importlib
from types import ModuleType

from dashboard.briefing.document import Briefing
from dashboard.briefing.freeze import payload
from dashboard.briefing.options import BadChoice, Choice
from dashboard.briefing.story.compose import tell
from etl.queries import declaration_rows
from etl.queries.query import ask_as_of
from etl.warehouse import builds

FORMATS = ("pptx", "pdf", "html")


def make(published: builds.Build, choice: Choice) -> tuple[Briefing, bytes]:
    """A briefing and its frozen part. Raises BadChoice."""
    with builds.open_build(published) as connection:
        newest = ask_as_of(connection, None)
        # What the choice leaves to the build is settled, so that it can be made again.
        declaration = choice.declaration or declaration_rows.declarations(connection)[0]
        settled = choice.model_copy(update={"declaration": declaration, "as_of": choice.as_of or newest})
        briefing = tell(connection, published.id, settled)
    return briefing, payload(briefing, settled)


def render(published: builds.Build, choice: Choice, form: str) -> bytes:
    """The file of a briefing: the same build and choice give the same bytes. Raises BadChoice."""
    renderer = of_format(form)
    content: bytes = renderer.render(*make(published, choice))
    return content


def of_format(form: str) -> ModuleType:
    """The renderer of a format. Raises BadChoice where this installation has none."""
    name = f"dashboard.briefing.{form}.render"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = "this version" if name.startswith(str(error.name)) else f"this installation (the package {error.name} is missing)"
        raise BadChoice(f"{missing} cannot write or read {form.upper()}; choose --format html") from error
