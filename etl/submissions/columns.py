"""What each column of a form is called and what belongs into it."""

from etl.i18n.languages import LANGUAGE_NAMES, SOURCE
from etl.messages import N_

COLUMNS = {
    "indicator": (N_("Indicator"), N_("The short name of the indicator; it stands in the address of its page.")),
    "period": (
        N_("Period"),
        N_("What the value covers: 2025, 2025-S1, 2025-Q3, 2025-08, 2025-11-12, or a start and a length such as 2025-01-01/P9M."),
    ),
    "value": (
        N_("Value"),
        N_("The number. Empty where it is missing: then the note says why. Never a zero in place of a missing value."),
    ),
    "unit": (N_("Unit"), N_("The unit of the number; empty for the indicator's own unit.")),
    "qualifier": (N_("Exactness"), N_("= exact, ~ about, > more than, < up to. Empty for exact.")),
    "status": (
        N_("Status"),
        N_("A normal, E estimate, P provisional, B break in the series from here on, M missing. Empty for normal."),
    ),
    "url": (N_("Link"), N_("The page on which the figure stands.")),
    "published": (N_("Published"), N_("The day on which the publisher released it, such as 2026-04-08. Empty where it is not known.")),
    "series": (N_("Series"), N_("Which of the indicator's series; empty for the one that is assessed.")),
    "evidence": (N_("Kind of evidence"), N_("What kind of evidence it is; empty for the kind its source usually gives.")),
    "speaker": (N_("Said by"), N_("Who said it, for a statement.")),
    "note": (N_("Note"), N_("Anything a reader has to know.")),
    "declaration": (
        N_("Declaration"),
        N_("The short name of the declaration the row belongs to; it stands in the address of its pages."),
    ),
    "id": (N_("No."), N_("The number of the event. Leave it empty for a new one.")),
    "date": (N_("Day"), N_("The day, such as 2026-11-25; the first of the month where only the month is known.")),
    "date_precision": (N_("Precision"), N_("Whether the day is known, or only the month.")),
    "date_end": (N_("Last day"), N_("The last day, for what went on for a while. Else empty.")),
    "pledges": (N_("Pledges"), N_("The pledges it concerns, with a space between them, such as D22 D23.")),
    "pledge": (N_("Pledge"), N_("The pledge, such as D22.")),
    "domain": (N_("Domain"), N_("The subject a reader would look for.")),
    "nature": (N_("Nature"), N_("An act that was done, a claim that was made, a plan, or an outcome.")),
    "direction": (N_("Direction"), N_("What it means for the words of the pledge, and for nothing else.")),
    "attribution": (N_("Who acted"), N_("The parties together, one of them, or a third party.")),
    "actor": (N_("By name"), N_("The body or person that acted.")),
    "cause": (N_("Cause"), N_("What lay behind it, where that is another than the actor. Else empty.")),
    "summary_en": (N_("In English"), N_("One neutral sentence: who did what.")),
    "summary_fr": (N_("In French"), N_("The same sentence in French.")),
    "summary_ru": (N_("In Russian"), N_("The same sentence in Russian.")),
    "summary_kk": (N_("In Kazakh"), N_("The same sentence in Kazakh.")),
    "coder": (N_("Coder"), N_("Who coded, by name.")),
    "coder_kind": (N_("Kind of coder"), N_("A person, an institution, or a machine.")),
    "role": (N_("Role"), N_("A coding, or the decision between coders who differ.")),
    "score": (
        N_("Score"),
        N_("The level of the rubric of the pledge. Empty: no evidence was found, or it cannot tell; the reason says which."),
    ),
    "events": (N_("Events cited"), N_("The numbers of the events it rests on, with a space between them, such as E012 E047.")),
    "rationale": (N_("Reason, in English"), N_("Why this level, in one or two sentences.")),
    "rationale_fr": (N_("Reason, in French"), N_("The same in French.")),
    "rationale_ru": (N_("Reason, in Russian"), N_("The same in Russian.")),
    "rationale_kk": (N_("Reason, in Kazakh"), N_("The same in Kazakh.")),
    "assessed": (
        N_("Assessed against"),
        N_("Yes: from the day it was named the indicator is assessed against it. Else it stands beside."),
    ),
    "kind": (N_("Kind"), N_("A target or a plan of somebody who can decide, a forecast, or an expectation.")),
    "stated_without_year": (N_("No year named"), N_("Yes where the number was named without a year.")),
    "said_on": (N_("Said on"), N_("The day on which it was said, such as 2026-11-25, or a month or year.")),
    "lapsed": (N_("Lapsed"), N_("Yes where it no longer holds.")),
}


def column_texts(name: str) -> tuple[str, str] | None:
    """What a column is called and what belongs into it; a text in a further language is called by that language. None: not listed."""
    if name in COLUMNS:
        return COLUMNS[name]
    text, _, language = name.rpartition("_")
    source = COLUMNS.get(f"{text}_{SOURCE}") or COLUMNS.get(text)
    return (LANGUAGE_NAMES[language], source[1]) if source and language in LANGUAGE_NAMES else None
