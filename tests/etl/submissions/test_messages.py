"""Every mistake of a submitted row is told in the reader's language, with no English word of ours left in it."""

import re
from datetime import date

import pytest

from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.record.kinds import KINDS
from etl.record.load import Loaded
from etl.record.models import Coding, Event, Search
from etl.submissions.checked_record import check
from etl.submissions.validate_observations import OBSERVATION_COLUMNS, examine
from tests.support.parameters import mostly_full
from tests.support.places import DATA

DAY = date(2026, 12, 1)
LINK = "https://data.worldbank.org/country/KZ"
FIGURE = {"indicator": "air-passengers-kaz", "period": "2024", "value": "9", "unit": "PERSONS_MN"}
EVENT = dict.fromkeys(Event.model_fields, "x") | {
    "id": "E901", "date": "2026-11-01", "date_precision": "day", "pledges": "D25", "domain": "trade", "nature": "act", "direction": "neutral",
    "attribution": "joint", "source": "wdi", "url": LINK, "date_end": "", "cause": "", "evidence": "act",
}  # fmt: skip
CODING = dict.fromkeys(Coding.model_fields, "x") | {"date": "2026-11-24", "score": "3", "coder_kind": "person", "role": "coding"}
SEARCH = dict.fromkeys(Search.model_fields, "x") | {"date": "2026-11-24"}
FIGURES = (
    {"indicator": ""}, {"indicator": "air-passenger-kaz"}, {"period": "2027"}, {"period": "31.02.2026"}, {"value": "N/A"}, {"value": ""},
    {"value": "1,234"}, {"value": "1e5"}, {"value": "x1"}, {"value": "9" * 400}, {"unit": "TWH"}, {"unit": "PERSONS_MM"}, {"series": "wdi:IS.AIR"},
    {"qualifier": "≈"}, {"status": "X"}, {"status": "M"}, {"value": "", "note": "n", "status": "A"}, {"url": "worldbank"},
    {"published": "yesterday"}, {"published": "2025-02-30"}, {"evidence": "rumour"}, {"strange": "1"}, {"indicator": "trade-turnover"},
    {"value": "9000"}, {"value": "300"}, {"status": "B"},
)  # fmt: skip
EVENTS = (
    {"id": "1"}, {"date": "soon"}, {"date": "2026-11-01T10:30"}, {"date_end": "later"}, {"date_precision": "hour"}, {"pledges": ""},
    {"url": "www"}, {"actor": ""}, {"source": "A B"}, {"summary_fr": ""}, {"cause": "?"}, {"strange": "1"},
)  # fmt: skip
CODINGS = ({"score": "5"}, {"coder": ""}, {"date": ""}, {"role": "chief"})
SEARCHES = ({"result": ""}, {"date": "never"}, {"pledge": ""})
TARGET = {
    "indicator": "trade-turnover", "assessed": "yes", "kind": "target", "value": "60", "period": "2030", "speaker": "x", "said_on": "2026-11-25",
}  # fmt: skip
TARGETS = (
    {"indicator": "x"}, {"value": "?"}, {"kind": "wish"}, {"kind": "forecast"}, {"period": ""}, {"stated_without_year": "yes"}, {"speaker": ""},
    {"indicator": "npp-agreements"}, {"said_on": "2025-10"}, {"lapsed": "perhaps"},
)  # fmt: skip
CASES = [
    *(("targets", TARGET | cells) for cells in TARGETS),
    *(("observations", FIGURE | cells) for cells in FIGURES),
    *(("events", EVENT | cells) for cells in EVENTS),
    *(("codings", CODING | cells) for cells in CODINGS),
    *(("searches", SEARCH | cells) for cells in SEARCHES),
]
# What stays as it is in every language: names of columns, codes, what was written, what is chosen from.
ENGLISH = set(
    [
        "the",
        "this",
        "there",
        "write",
        "should",
        "missing",
        "empty",
        "value",
        "with",
        "and",
        "day",
        "row",
        "add",
        "mend",
        "fill",
        "less",
        "form",
        "digits",
        "belongs",
        "begins",
        "exists",
        "period",
        "link",
        "unit",
        "times",
        "right",
        "leave",
        "keep",
        "already",
        "says",
        "then",
        "where",
    ]
)
NAMES = {*OBSERVATION_COLUMNS, *KINDS["targets"].form, *Event.model_fields, *Coding.model_fields, *Search.model_fields}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return check(DATA)


@pytest.mark.parametrize("lang", mostly_full(LANGUAGES, "kk"))
def test_every_mistake_is_told_in_the_reader_s_language(loaded: Loaded, lang: str) -> None:
    for kind, cells in CASES:
        found = examine(loaded.record, kind, [(2, cells)], LINK, DAY).findings
        assert found, (kind, cells)
        for finding in found:
            words = translator(lang).say(finding.message)
            assert words and not re.search(r"\{[a-z_]+\}", words), words
            if lang == "en":
                assert words == str(finding.message)
                continue
            # Codes and what was written stand in quotes; they are the same in every language.
            plain = re.sub(r"'[^' ]*'|\"[^\"]*\"|«[^»]*»|“[^”]*”|https?://", " ", words)
            left = set(re.findall(r"[a-z]+", plain.lower())) & (ENGLISH - NAMES)
            assert left == set(), (lang, words)
            assert words != str(finding.message), words
