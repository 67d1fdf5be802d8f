"""Filters of a list as a form that a script works, on the site: it hides rows, and keeps what is chosen in the address."""

from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filters import ALL, Filter
from dashboard.content.page import Page

# A filter without options is a search by words.
WORDS = "words"


def form(page: Page, filters: Sequence[Filter]) -> str:
    """The form; it stays hidden where no script runs, and the whole list stands."""
    t = page.words.t
    fields = []
    for item in filters:
        if item.key == WORDS:
            field = f'<input type="search" name="q" placeholder="{markup.text(t("word or number"))}" autocomplete="off">'
        else:
            options = {ALL: t("All"), **item.options}
            listed = "".join(f'<option value="{markup.text(code)}">{markup.text(name)}</option>' for code, name in options.items())
            field = f'<select name="{item.key}">{listed}</select>'
        fields.append(f"<label><span>{markup.text(item.label)}</span>{field}</label>")
    shown = markup.text(page.words.pair(t("Shown"), "{n} / {all}"))
    return (
        f'<form class="st-filters" data-filters hidden>{"".join(fields)}<button type="reset">{markup.text(t("Show all"))}</button></form>'
        f'<p class="sv-p sv-small sv-soft st-shown" role="status" data-shown="{shown}"></p>'
    )
