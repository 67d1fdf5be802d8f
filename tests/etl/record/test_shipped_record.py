"""What the shipped record promises of itself: who did a thing, who speaks of it, how much of it was read, how far was looked."""

import pytest

from etl.record.load import load
from etl.record.models import DeclarationRecord, Event, Search
from tests.support.places import DATA

# How each language says that only a headline, or only a secondary record, was read.
HEADLINE = {
    "en": ("headline", "secondary record"),
    "fr": ("titre", "source secondaire"),
    "ru": ("заголов", "вторичн"),
    "kk": ("тақырып", "қайталама"),
}
THIRD_HAND = {"en": "reported, not confirmed", "fr": "rapporté, non confirmé", "ru": "не подтверждено", "kk": "расталмаған"}


@pytest.fixture(scope="session")
def folder() -> DeclarationRecord:
    """The shipped declaration."""
    (declaration,) = load(DATA, only={"kz-ru-2025"}).record.declarations
    return declaration


@pytest.fixture(scope="session")
def events(folder: DeclarationRecord) -> dict[str, Event]:
    """The events of the shipped declaration by their ids."""
    return {event.id: event for event in folder.events}


def test_the_signing_of_every_paper_of_the_visit_is_marked(folder: DeclarationRecord, events: dict[str, Event]) -> None:
    signed = {pledge for event in events.values() if "signing" in event.tags for pledge in event.pledges}
    papers = {pledge.id for pledge in folder.pledges if pledge.in_declaration} | {f"A0{number}" for number in range(1, 10)}
    assert papers <= signed
    assert {event.date for event in events.values() if "signing" in event.tags} == {folder.declaration.signed}


def test_a_statement_names_its_speaker_and_press_and_documents_name_none(events: dict[str, Event]) -> None:
    for event in events.values():
        assert event.speaker or event.evidence != "statement", event.id
        assert not event.speaker or event.evidence in ("statement", "third_party"), event.id


@pytest.mark.parametrize(
    ("event", "doer", "speaker"),
    [
        ("E018", "RUS", "KAZ"), ("E019", "RUS", ""), ("E022", "RUS", "KAZ"), ("E079", "RUS", "KAZ"), ("E144", "RUS", ""),
        ("E029", "RUS", "KAZ"), ("E123", "KAZ", ""), ("E142", "RUS", "KAZ"), ("E099", "third-party", "KAZ"), ("E038", "third-party", "RUS"),
    ],
)  # fmt: skip
def test_who_did_it_is_not_who_speaks_of_it(events: dict[str, Event], event: str, doer: str, speaker: str) -> None:
    assert (events[event].attribution, events[event].speaker) == (doer, speaker)


def test_third_parties_do_not_count_for_a_party(events: dict[str, Event]) -> None:
    for event in events.values():
        if event.actor == "outside actor":
            assert (event.attribution, event.cause) == ("third-party", "third-party"), event.id


def test_what_rests_on_a_headline_or_third_hands_says_so_in_every_language(events: dict[str, Event]) -> None:
    marked = [event for event in events.values() if {"headline", "third-hand"} & set(event.tags)]
    assert len(marked) > 20
    for event in marked:
        for language in ("en", "fr", "ru", "kk"):
            summary = getattr(event, f"summary_{language}").lower()
            if "headline" in event.tags:
                assert any(word in summary for word in HEADLINE[language]), (event.id, language)
            else:
                assert THIRD_HAND[language] in summary, (event.id, language)


def test_third_hand_reports_of_a_party_bear_no_blame(events: dict[str, Event]) -> None:
    for event in events.values():
        if "third-hand" in event.tags and event.attribution in ("KAZ", "RUS", "joint"):
            assert event.direction == "neutral", event.id


def test_late_november_is_after_the_signature(folder: DeclarationRecord, events: dict[str, Event]) -> None:
    assert folder.declaration.signed < events["E042"].date < events["E042"].last_day


def test_one_outlet_cannot_find_nothing(folder: DeclarationRecord) -> None:
    for search in folder.searches:
        if search.can_find_nothing:
            assert search.date and search.words and search.languages and ";" in search.outlets, search.pledge
    reading = {"pledge": "D01", "date": "2026-11-30", "languages": "en", "words": "every headline", "result": "nothing"}
    assert not Search.model_validate(reading | {"outlets": "The Moscow Times"}).can_find_nothing
    assert Search.model_validate(reading | {"outlets": "The Moscow Times; Kommersant"}).can_find_nothing
