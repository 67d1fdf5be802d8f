"""Filters of a list as a form that a script works: it hides rows, and keeps what is chosen in the address."""

from collections.abc import Sequence

from dashboard import parts
from dashboard.filters import ALL, Filter
from dashboard.page import Page

# A filter without options is a search by words.
WORDS = "words"


def form(page: Page, filters: Sequence[Filter]) -> str:
    """The form; it stays hidden where no script runs, and the whole list stands."""
    t = page.words.t
    fields = []
    for item in filters:
        if item.key == WORDS:
            field = f'<input type="search" name="q" placeholder="{parts.text(t("word or number"))}" autocomplete="off">'
        else:
            options = {ALL: t("All"), **item.options}
            listed = "".join(f'<option value="{parts.text(code)}">{parts.text(name)}</option>' for code, name in options.items())
            field = f'<select name="{item.key}">{listed}</select>'
        fields.append(f"<label><span>{parts.text(item.label)}</span>{field}</label>")
    shown = parts.text(page.words.pair(t("Shown"), "{n} / {all}"))
    return (
        f'<form class="st-filters" data-filters hidden>{"".join(fields)}<button type="reset">{parts.text(t("Show all"))}</button></form>'
        f'<p class="sv-p sv-small sv-soft st-shown" role="status" data-shown="{shown}"></p>'
    )
