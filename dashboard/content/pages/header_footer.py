"""What stands around every page: which declaration as of when, and below how far it reaches and what the texts are."""

from dashboard.content import markup
from dashboard.content.declaration_name import named
from dashboard.content.page import Page


def headline(page: Page) -> str:
    """The declaration and the day it is shown as of."""
    text = page.words.t("as of {day}", day=page.words.day(page.declaration["as_of"]))
    title = page.declaration["short_title"]
    if len(page.declarations) > 1:
        title = named(page.words, title, page.parties.values())
    return f"<strong>Servanda</strong> · {markup.text(title)} · {markup.text(text)}"


def foot(page: Page) -> str:
    """How far data, events and searches reach, who reviewed the texts, and the build."""
    t = page.words.t
    head = page.declaration
    reach = t(
        "Data to {data}, events to {events}, searched to {searched}.",
        data=page.words.day(head["data_to"]),
        events=page.words.reduced(head["events_to"]),
        searched=page.words.reduced(head["searched_to"]),
    )
    reviewed = f"{page.lang}:reviewed" in head["review_state"].split()
    state = "" if reviewed else t("The texts in this language have not been reviewed by a second person.")
    neutral = t(
        "Servanda takes no side: statuses describe data and dated acts, not intentions. Every figure has a source, a day and a unit."
    )
    return f"{markup.text(reach)} {markup.text(neutral)} {markup.text(state)}<br>{markup.text(t('Build {id}', id=page.build))}"
