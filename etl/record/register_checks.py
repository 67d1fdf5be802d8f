"""Checks of what a register goes through: pledges replaced by others, internal items, parties' comments, corrections."""

from collections.abc import Iterator

from etl.record.files import Problem
from etl.record.load import Located, did_you_mean
from etl.record.models import DeclarationRecord, Pledge, Source
from etl.record.parties import joint, misnamed

# How near to its speaker a party's own words have to be.
OWN_WORDS = "original"


def check_register(folder: DeclarationRecord, sources: dict[str, Source], geos: set[str], located: Located) -> Iterator[Problem]:
    """Everything of the kind that is wrong in one declaration; `sources` by their id, `geos` the codes of places."""
    yield from _parties(folder, geos, located)
    yield from _corridors(folder, geos, located)
    pledges = {pledge.id: pledge for pledge in folder.pledges}
    for pledge in folder.pledges:
        yield from _replaced(pledge, pledges, located)
    yield from _codings_of_replaced(folder, pledges, located)
    yield from _internal(folder, located)
    yield from _comments(folder, sources, located)
    yield from _corrections(folder, pledges, located)


def _parties(folder: DeclarationRecord, geos: set[str], located: Located) -> Iterator[Problem]:
    """The parties and their joint figure have names; whoever undertakes, acts or is measured is one of them."""
    head = folder.declaration
    for code in (*head.parties, joint(head)):
        if code not in geos:
            yield located.problem(head, f'declaration {head.id}: no place is called "{code}"; add a row for it to geos.csv', "parties")
    items = (("pledge", folder.pledges), ("indicator", folder.indicators), ("event", folder.events))
    for kind, listed in items:
        for item in listed:
            for field, what in misnamed(head, item):
                yield located.problem(item, f"{kind} {item.id}: {field}: {what}", field)


def _corridors(folder: DeclarationRecord, geos: set[str], located: Located) -> Iterator[Problem]:
    """A corridor leads through places that have names, and its indicator is there."""
    indicators = {item.id for item in folder.indicators}
    for position, corridor in enumerate(folder.declaration.corridors):
        label = f"corridor {corridor.title.en}"
        if corridor.indicator not in indicators and corridor.indicator not in located.unread:
            hint = did_you_mean(corridor.indicator, indicators)
            yield located.problem(folder.declaration, f'{label}: unknown indicator "{corridor.indicator}"{hint}', "corridors", position)
        for code in corridor.course:
            if code not in geos:
                hint = did_you_mean(code, geos)
                yield located.problem(
                    folder.declaration, f'{label}: unknown place "{code}"{hint}; codes stand in geos.csv', "corridors", position
                )


def _replaced(pledge: Pledge, pledges: dict[str, Pledge], located: Located) -> Iterator[Problem]:
    """Successors exist and begin when the old one ends; nothing replaces itself; internal and public do not mix."""
    for position, name in enumerate(pledge.replaced_by):
        at = ("replaced_by", position)
        successor = pledges.get(name)
        if name in pledge.replaced_by[:position]:
            yield located.problem(pledge, f"pledge {pledge.id}: its successor {name} stands twice; keep one", *at)
        elif successor is None:
            if name not in located.unread:
                yield located.problem(pledge, f'pledge {pledge.id}: unknown successor "{name}"{did_you_mean(name, pledges)}', *at)
        elif pledge.id in _after(successor, pledges):
            yield located.problem(
                pledge, f"pledge {pledge.id}: it is replaced by {name}, which {pledge.id} replaces again; break the circle", *at
            )
        elif successor.valid_from != pledge.replaced_on:
            yield located.problem(
                pledge,
                f"pledge {pledge.id}: replaced on {pledge.replaced_on}, but its successor {name} is valid from {successor.valid_from};"
                " make the two days one",
                *at,
            )
        elif successor.internal != pledge.internal:
            yield located.problem(
                pledge, f"pledge {pledge.id}: one of it and its successor {name} is internal; make both internal, or neither", *at
            )


def _after(pledge: Pledge, pledges: dict[str, Pledge]) -> set[str]:
    """A pledge and everything that came after it."""
    found: set[str] = set()
    ahead = [pledge.id]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += pledges[name].replaced_by if name in pledges else ()
    return found


def _codings_of_replaced(folder: DeclarationRecord, pledges: dict[str, Pledge], located: Located) -> Iterator[Problem]:
    for coding in folder.codings:
        pledge = pledges.get(coding.pledge)
        if pledge is not None and pledge.replaced_on is not None and coding.date >= pledge.replaced_on:
            yield located.problem(
                coding,
                f"coding of {coding.pledge} by {coding.coder}: made on {coding.date}, but {coding.pledge} was replaced on"
                f" {pledge.replaced_on}; code {' or '.join(pledge.replaced_by)}",
            )


def _internal(folder: DeclarationRecord, located: Located) -> Iterator[Problem]:
    """What is shown without internal items must stand by itself: each public pledge keeps a lead indicator with its reason."""
    indicators = {item.id: item for item in folder.indicators}
    for pledge in folder.pledges:
        listed = [indicators[name] for name in pledge.indicators if name in indicators]
        if pledge.internal or not any(item.internal for item in listed):
            continue
        shown = [item for item in listed if not item.internal]
        if not shown:
            yield located.problem(
                pledge,
                f"pledge {pledge.id}: all its indicators are internal; name one that may be shown, or make the pledge internal",
                "indicators",
            )
        elif shown[0].lead_reason is None:
            yield located.problem(
                pledge,
                f"pledge {pledge.id}: its lead indicator is internal, and {shown[0].id}, the first that is shown, has no lead_reason;"
                " say why it leads",
                "indicators",
            )


def _comments(folder: DeclarationRecord, sources: dict[str, Source], located: Located) -> Iterator[Problem]:
    for comment in folder.comments:
        label = comment.label
        if comment.party not in folder.declaration.parties:
            yield located.problem(
                comment, f'{label}: "{comment.party}" is no party of the declaration; they are {", ".join(folder.declaration.parties)}'
            )
        source = sources.get(comment.source)
        if source is not None and source.tier != OWN_WORDS:
            yield located.problem(
                comment, f"{label}: the source {source.id} is {source.tier}; a party's words need its own publication (tier original)"
            )


def _corrections(folder: DeclarationRecord, pledges: dict[str, Pledge], located: Located) -> Iterator[Problem]:
    known = {folder.declaration.id, *pledges, *(item.id for item in folder.indicators), *(item.id for item in folder.events)}
    for correction in folder.corrections:
        for name in correction.concerns:
            if name not in known and name not in located.unread:
                yield located.problem(
                    correction,
                    f'correction {correction.id}: it concerns "{name}", which is no pledge, indicator or event{did_you_mean(name, known)}',
                )
