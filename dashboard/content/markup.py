"""The building blocks of a page as HTML: every text that enters is escaped here, and nowhere else is HTML written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import repeat

from etl.i18n.labels import REASONS, STATUSES
from etl.i18n.languages import LANGUAGE_NAMES
from etl.i18n.translator import Translator

STATUS_ORDER = (
    "achieved", "on_track", "slightly_off", "off_track", "moving_away", "mixed",
    "complete", "substantial", "started", "in_line", "partly", "contrary", "announced", "not_started", "superseded",
    "no_evidence_found", "not_searched", "not_signed_yet", "not_assessable",
)  # fmt: skip


def text(value: object) -> str:
    """Any text, made safe for HTML."""
    return escape(str(value), quote=True)


def link(address: str | None, label: str, css: str = "", lang: str = "", current: str = "") -> str:
    """A link to a page of ours that opens in the same tab, or the label alone.

    lang: where the label is in another language. current: "page" where it leads to the page it stands on, "true" to one above it.
    """
    spoken = (f' lang="{lang}" hreflang="{lang}"' if lang else "") + (f' aria-current="{current}"' if current else "")
    if address is None:
        return f"<span{spoken}>{text(label)}</span>"
    return f'<a class="sv-link {css}" target="_self" href="{text(address)}"{spoken}>{text(label)}</a>'


def languages(shown: str, addresses: Mapping[str, str | None], label: str) -> str:
    """The page in every language it is in, the one shown marked."""
    switch = "".join(
        f'<span class="sv-here" lang="{lang}">{LANGUAGE_NAMES[lang]}</span>'
        if lang == shown
        else link(address, LANGUAGE_NAMES[lang], lang=lang)
        for lang, address in addresses.items()
    )
    return f'<nav class="sv-langs" aria-label="{text(label)}">{switch}</nav>'


def feed(address: str, label: str) -> str:
    """A link to a feed of ours, for readers of feeds."""
    return f'<p class="sv-p"><a class="sv-link" target="_self" rel="alternate" type="application/atom+xml" href="{text(address)}">{text(label)}</a></p>'


def downloads(files: Sequence[tuple[str, str]]) -> str:
    """Links to files of ours to keep, by address and label; nothing where there are none."""
    links = " · ".join(f'<a class="sv-link sv-download" download href="{text(address)}">{text(label)}</a>' for address, label in files)
    return f'<p class="sv-p sv-small">{links}</p>' if files else ""


def outside(url: str | None, label: str) -> str:
    """A link to a source; plain text where there is no page, or an address that is none of the web."""
    if not url or not url.startswith(("https://", "http://")):
        return f"<span>{text(label)}</span>"
    return f'<a class="sv-out" target="_blank" rel="noopener noreferrer" href="{text(url)}">{text(label)}</a>'


def icon(status: str) -> str:
    """The drawn icon of a status: the style sheet draws it, so that no font has to have it."""
    return f'<span class="sv-icon sv-i-{status}" aria-hidden="true"></span>'


def badge(words: Translator, status: str, reason: str | None, reasons: dict[str, str] = REASONS) -> str:
    """A status as colour, icon and word; without a status, the reason in the words of `reasons`."""
    return marked(status, words.t(reasons[reason]) if reason else words.t(STATUSES[status]))


def marked(code: str, name: str) -> str:
    """A word with the icon and colour of its code."""
    return f'<span class="sv-badge sv-{code}">{icon(code)}<span>{text(name)}</span></span>'


def internal(words: Translator, item: Mapping[str, object]) -> str:
    """The mark of an internal item, as icon and word; nothing where anybody may see it."""
    if not item["internal"]:
        return ""
    return f' <span class="sv-tag sv-internal">{icon("internal")}<span>{text(words.t("internal"))}</span></span>'


def counted(words: Translator, counts: Counter[str]) -> str:
    """Counts per status in words, in the order of the statuses."""
    return ", ".join(f"{words.t(STATUSES[status])} {counts[status]}" for status in STATUS_ORDER if counts[status])


def stacked(words: Translator, counts: Counter[str], label: str, share: float = 1.0) -> str:
    """Counts per status as one bar of `share` of the width, its counts written in it and said for those who do not see it."""
    total = sum(counts.values())
    cells = "".join(
        f'<span class="sv-cell sv-{status}" style="flex-grow:{counts[status]}" title="{text(words.t(STATUSES[status]))}: {counts[status]}">{counts[status]}</span>'
        for status in STATUS_ORDER
        if counts[status]
    )
    return f'<div class="sv-bar" style="width:{100 * share:.0f}%" role="img" aria-label="{text(label)}: {text(counted(words, counts))} ({total})">{cells}</div>'


def legend(words: Translator, statuses: Iterable[str]) -> str:
    """What the colours of a stacked bar mean."""
    present = set(statuses)
    items = "".join(badge(words, status, None) for status in STATUS_ORDER if status in present)
    return f'<div class="sv-legend">{items}</div>'


def data(mark: Mapping[str, str]) -> str:
    """Attributes that a script filters by."""
    return "".join(f' data-{text(name)}="{text(value)}"' for name, value in mark.items())


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], css: str = "", caption: str = "", marks: Sequence[Mapping[str, str]] = ()
) -> str:
    """A table of finished cells. On a narrow screen each row becomes a block with the heads as labels.

    `marks`: for each row what a script filters it by.
    """
    heads = "".join(f"<th scope='col'>{text(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr{data(mark)}>"
        + "".join(f'<td data-label="{text(name)}"><div>{cell}</div></td>' for name, cell in zip(head, row, strict=True))
        + "</tr>"
        for row, mark in zip(rows, marks or repeat({}), strict=False)
    )
    titled = f"<caption>{text(caption)}</caption>" if caption else ""
    return f'<table class="sv-table {css}">{titled}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def facts(items: Iterable[tuple[str, str]]) -> str:
    """Names and finished values, as a definition list."""
    return (
        '<dl class="sv-facts">' + "".join(f"<div><dt>{text(name)}</dt><dd>{value}</dd></div>" for name, value in items if value) + "</dl>"
    )


def bullets(items: Iterable[str]) -> str:
    """Finished items as a list."""
    return '<ul class="sv-bullets">' + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def stops(names: Iterable[str]) -> str:
    """Places in their order along a route."""
    return '<ol class="sv-stops">' + "".join(f"<li>{text(name)}</li>" for name in names) + "</ol>"


def key(items: Iterable[tuple[str, str]]) -> str:
    """What the lines of a chart are: the class a line is drawn with, and its name."""
    listed = "".join(f'<li><span class="sv-swatch {css}" aria-hidden="true"></span>{text(name)}</li>' for css, name in items)
    return f'<ul class="sv-key">{listed}</ul>'


def folded(title: str, inner: str) -> str:
    """Finished parts that open on a click."""
    return f'<details class="sv-more"><summary>{text(title)}</summary>{inner}</details>'


def heading(level: int, title: str, anchor: str = "") -> str:
    """A heading of ours; the page's first is level 1."""
    marked = f' id="{text(anchor)}"' if anchor else ""
    return f'<h{level} class="sv-h{level}"{marked}>{text(title)}</h{level}>'


def paragraph(content: str, css: str = "") -> str:
    """A paragraph of plain text."""
    return f'<p class="sv-p {css}">{text(content)}</p>'


def quotation(words_quoted: str, language: str, source: str) -> str:
    """Somebody's own words, in their language, with their finished source line."""
    return f'<figure class="sv-quote"><q lang="{text(language)}">{text(words_quoted)}</q><figcaption class="sv-meta">{source}</figcaption></figure>'


def own_words(words_quoted: str, language: str, source: str, original: tuple[str, str, str] | None) -> str:
    """What somebody says, without quotation marks, with a finished source line; under a translation the original.

    original: its label, its text, its language.
    """
    under = ""
    if original is not None:
        label, words, spoken = original
        under = f'<p class="sv-p sv-small sv-soft"><em>{text(label)}</em> <span lang="{text(spoken)}">{text(words)}</span></p>'
    return (
        f'<figure class="sv-quote"><p class="sv-p" lang="{text(language)}">{text(words_quoted)}</p>{under}'
        f'<figcaption class="sv-meta">{source}</figcaption></figure>'
    )


def block(inner: str, css: str) -> str:
    """A box around finished parts."""
    return f'<div class="{css}">{inner}</div>'


def in_language(inner: str, lang: str) -> str:
    """Finished parts in a language that may be another than the page's."""
    return f'<div lang="{text(lang)}">{inner}</div>'


def big_number(value: str, label: str, note: str = "") -> str:
    """A number to be read from afar, with what it counts."""
    added = f'<div class="sv-note">{text(note)}</div>' if note else ""
    return f'<div class="sv-big"><div class="sv-value">{text(value)}</div><div class="sv-what">{text(label)}</div>{added}</div>'
