"""The parties of a declaration: what names them in its record."""

from collections.abc import Iterator

from etl.messages import Message, message
from etl.record.models import Declaration, Event, Indicator, Pledge

# Fields that name a party by its code, and what they may say beside that.
NAMING: dict[type, dict[str, tuple[str, ...]]] = {
    Pledge: {"obligor": ("joint",), "measures": ("both",)},
    Indicator: {"measures": ("both",)},
    Event: {
        "attribution": ("joint", "third-party"),
        "speaker": ("", "joint", "third-party"),
        "cause": ("", "third-party", "joint", "natural"),
    },
}


def joint(declaration: Declaration) -> str:
    """The code of `geos.csv` for a figure of all parties together, such as KAZ+RUS."""
    return "+".join(sorted(declaration.parties))


def misnamed(declaration: Declaration, item: Pledge | Indicator | Event) -> Iterator[tuple[str, Message]]:
    """The fields of an item that name somebody who is no party, each with what is wrong."""
    for name, others in NAMING[type(item)].items():
        yield from _unknown(name, str(getattr(item, name)), (*declaration.parties, *others))
    if isinstance(item, Pledge):
        for code in item.lead_body:
            yield from _unknown("lead_body", code, declaration.parties)


def _unknown(field: str, code: str, known: tuple[str, ...]) -> Iterator[tuple[str, Message]]:
    if code not in known:
        listed = ", ".join(name or '""' for name in known)
        yield field, message("“{code}” is no party of the declaration; write one of {listed}.", code=code, listed=listed)
