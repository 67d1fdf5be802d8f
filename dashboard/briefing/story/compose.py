"""Tells the story of a briefing: from a build, on a day, as an analyst chose it, in finished sentences of one language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import duckdb

from dashboard.briefing.document import Briefing, Part
from dashboard.briefing.figures import figures
from dashboard.briefing.options import STORY, USUAL, BadChoice, Choice
from dashboard.briefing.story.backup_slides import backup_parts
from dashboard.briefing.story.changes import changed, moved
from dashboard.briefing.story.context import Material
from dashboard.briefing.story.domain import domain
from dashboard.briefing.story.edits import edited
from dashboard.briefing.story.french_spacing import typeset
from dashboard.briefing.story.headline import headline
from dashboard.briefing.story.limits_and_sources import TITLE, basis
from dashboard.briefing.story.method import method
from dashboard.briefing.story.pledge import pledge
from dashboard.briefing.story.risks_and_gaps import gaps
from dashboard.briefing.story.sources import sources
from dashboard.content.declaration_name import named
from dashboard.content.sections.method_text import merit
from etl.i18n.labels import DOMAINS
from etl.i18n.translator import Translator, translator
from etl.messages import N_
from etl.periods import last_day
from etl.queries import declaration_rows, event_rows, pledge_rows
from etl.queries.query import Asking, Row, ask_as_of, ask_to_pass_on, keeper
from etl.reports.coders import coders_sentences_of
from etl.reports.first_answer import Answer, answer, domain_lines
from etl.reports.register import RECONSTRUCTED

# The parts that list sources, with their titles.
LISTS = {"sources": N_("Sources"), "basis": TITLE}


def tell(connection: duckdb.DuckDBPyConnection, build: str, choice: Choice) -> Briefing:
    """The briefing of `choice` from an open build that anybody may see. The same build and choice give the same briefing.

    Raises BadChoice where a declaration, domain, pledge or part does not exist, or where a day lies outside the build.
    """
    state_text = _state(choice, translator(choice.lang))
    cursor = connection.cursor()
    newest = ask_as_of(cursor, choice.as_of)
    ask_to_pass_on(cursor)
    known = declaration_rows.declarations(cursor)
    declaration = choice.declaration or known[0]
    _must_exist("declaration", [declaration], known)
    ask = Asking(cursor, choice.lang, declaration)
    # A full one asks of every pledge: each question is asked once for all of them.
    ask = replace(ask, names=declaration_rows.proper_names(ask), keep=keeper() if choice.length == "full" else None)
    head = _head(ask, choice, newest)
    register = pledge_rows.pledges(ask)
    _must_exist("domain", choice.domains, sorted({row["domain"] for row in register}))
    _must_exist("pledge", choice.pledges, [row["pledge"] for row in register])
    material = Material(ask, translator(choice.lang), build, choice, head, register, _chosen(choice, register))
    parts = _parts(material)
    numbers = figures(ask, [row["pledge"] for row in material.chosen], material.indicators, material.drawn)
    t = material.words.t
    found = answer(cursor, material.words, declaration)
    briefing = Briefing(
        title=t("Are the commitments being kept?"),
        subtitle=_subtitle(material),
        lang=choice.lang,
        declaration=head["title"],
        parties=tuple(head["parties"].values()),
        named=named(material.words, head["short_title"], head["parties"].values()),
        as_of=head["as_of"],
        build=build,
        length=choice.length,
        state=choice.state,
        state_text=state_text,
        reach=t(
            "Data to {data}, events to {events}, searched to {searched}.",
            data=material.day(head["data_to"]),
            events=material.words.reduced(head["events_to"]),
            searched=material.words.reduced(head["searched_to"]),
        ),
        cautions=_cautions(material),
        parts=tuple(parts),
        answer=found.sentences,
        domain_lines=() if choice.length == "one-page" else tuple(_domain_lines(material.words, found, choice)),
        backup_parts=backup_parts(material, [part.key for part in parts]),
    )
    # Set before it is edited, so that a text given back as it was shown is no other; set again with what was written.
    briefing = typeset(briefing, choice.lang)
    if choice.edits:
        briefing = typeset(edited(briefing, choice.edits, material), choice.lang)
    return replace(briefing, figures=numbers)


def _head(ask: Asking, choice: Choice, newest: date) -> Row:
    head = declaration_rows.declaration(ask)
    signed: date = head["signed"]
    for name, day in (("as of", choice.as_of), ("since", choice.since)):
        if day is not None and not signed <= day <= newest:
            raise BadChoice(f"{name} {day}: choose a day from {signed} (the signature) to {newest} (the newest this build knows)")
    # A record may log what happened after the month up to which it says events were found.
    happened = [row for row in event_rows.events(ask) if row["nature"] != "plan" and row["date"] <= head["as_of"]]
    newest_event = max(happened, key=lambda row: row["date"], default=None)
    if newest_event and head["events_to"] and newest_event["date"] > last_day(head["events_to"]):
        head["events_to"] = str(newest_event["date"])[: 7 if newest_event["date_precision"] == "month" else 10]
    for name in ("events", "searched"):
        head[f"{name}_day"] = last_day(head[f"{name}_to"]) if head[f"{name}_to"] else None
    return head


def _domain_lines(texts: Translator, found: Answer, choice: Choice) -> list[str]:
    """The answer's lines of the chosen domains; of all where none of those has one."""
    chosen = tuple(line for line in found.domains if line[0] in choice.domains)
    return domain_lines(texts, replace(found, domains=chosen or found.domains))


def _must_exist(kind: str, asked: tuple[str, ...] | list[str], known: list[str]) -> None:
    for name in asked:
        if name not in known:
            raise BadChoice(f'there is no {kind} "{name}"; choose from: {", ".join(known)}')


def _chosen(choice: Choice, register: list[Row]) -> list[Row]:
    if not choice.domains and not choice.pledges:
        return register
    return [row for row in register if row["domain"] in choice.domains or row["pledge"] in choice.pledges]


def _parts(material: Material) -> list[Part]:
    """The parts of this length, or those asked for in their order; the sources last told, whatever their place."""
    choice = material.choice
    single: dict[str, Callable[[Material], Part]] = {
        "headline": headline, "changed": changed, "moved": moved, "gaps": gaps, "method": method,
    }  # fmt: skip
    of_domains = {f"domain-{row['domain']}" for row in material.chosen}
    of_pledges = [f"pledge-{row['pledge']}" for row in material.chosen]
    keys = choice.parts or tuple(_usual(material))
    _must_exist("part", keys, [*STORY, *sorted(of_domains), *of_pledges])
    parts: dict[str, Part] = {}
    titles = [title for key, title in LISTS.items() if key in keys]
    material = replace(material, listed_in=material.words.t(titles[0]) if titles else "")
    for key in dict.fromkeys(key for name in keys for key in _single_keys(material, name)):
        if key in single:
            parts[key] = single[key](material)
        elif key.startswith("pledge-"):
            parts[key] = pledge(material, key.removeprefix("pledge-"))
        elif key.startswith("domain-"):
            parts[key] = domain(material, key.removeprefix("domain-"))
        else:
            parts[key] = Part(key, "", "", ())
    for key, tell_last in (("basis", basis), ("sources", sources)):
        if key in parts:
            parts[key] = tell_last(material)
    return list(parts.values())


def _single_keys(material: Material, name: str) -> list[str]:
    """A group (domain, pledge) as its members' keys, anything else as it is."""
    if name == "domain":
        return [f"domain-{domain}" for domain in pledge_rows.ordered_domains(material.chosen)]
    if name == "pledge":
        return [f"pledge-{row['pledge']}" for row in material.chosen]
    return [name]


def _usual(material: Material) -> list[str]:
    """The parts of a length: pledges have parts of their own where they were chosen, or where everything is told."""
    choice = material.choice
    keys: list[str] = []
    for name in USUAL[choice.length]:
        if name == "domain" and not choice.domains and choice.pledges:
            continue
        if name == "pledge" and choice.pledges:
            keys += [f"pledge-{row['pledge']}" for row in material.chosen if row["pledge"] in choice.pledges]
        elif name == "pledge" and choice.length != "full":
            continue
        else:
            keys += _single_keys(material, name)
    return keys


def _subtitle(material: Material) -> str:
    t = material.words.t
    choice = material.choice
    about = [t(DOMAINS[domain]) for domain in pledge_rows.ordered_domains(material.register) if domain in choice.domains]
    about += list(choice.pledges)
    return " · ".join([*([", ".join(about)] if about else []), t("as of {day}", day=material.day(material.head["as_of"]))])


def _state(choice: Choice, texts: Translator) -> str:
    if choice.state == "cleared":
        if not choice.by.strip():
            raise BadChoice("a cleared briefing needs the name of the person who cleared it")
        return texts.t("Cleared by {name}", name=choice.by.strip())
    return texts.t("Superseded by a later briefing") if choice.state == "superseded" else texts.t("Draft")


def _cautions(material: Material) -> tuple[str, ...]:
    t = material.words.t
    reviewed = f"{material.words.language}:reviewed" in material.head["review_state"].split()
    lines = [
        "" if reviewed else t("The texts in this language have not been reviewed by a second person."),
        material.gap(),
        *merit(material.words, material.counts()),
        *coders_sentences_of(material.words, material.pledges),
        t(RECONSTRUCTED) if material.head["reconstructed"] else "",
    ]
    return tuple(line for line in lines if line)
