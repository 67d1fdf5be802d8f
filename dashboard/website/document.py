"""The document around a page: what browsers, search engines and readers of feeds need to know of it."""

from dataclasses import dataclass

from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.content.page_list import PAGES
from dashboard.website.urls import From
from etl.i18n.translator import translator
from etl.reports import atom_feed

# Scripts and styles are files of the site; only lengths and widths of bars stand in style attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
NAVIGATION = tuple(listed for listed in PAGES if listed.folder is not None and not (listed.under or listed.on_site_only))
# The page of the navigation under which a page stands.
UNDER = {listed.name: listed.under for listed in PAGES}


@dataclass(frozen=True)
class Site:
    """What all pages share: the languages it is in, its address on the web or nothing, and the names of its shared files."""

    languages: tuple[str, ...]
    address: str
    style: str
    script: str
    icon: str

    def on_the_web(self, place: str, otherwise: From) -> str:
        """The whole address of a page where the site's own is known, else the way to it."""
        return f"{self.address}{place}" if self.address else otherwise.to(place)


def document(
    site: Site, place: str, lang: str, title: str, description: str, body: str, css: str = "", others: dict[str, str] | None = None
) -> str:
    """A whole document: `description` describes it in a sentence, `others` is where it stands in each language."""
    way, t = From(place), translator(lang).t
    links = [f'<link rel="canonical" href="{markup.text(site.on_the_web(place, way))}">']
    links += [
        f'<link rel="alternate" hreflang="{spoken}" href="{markup.text(site.on_the_web(other, way))}">'
        for spoken, other in (others or {}).items()
    ]
    if others:
        links.append(f'<link rel="alternate" hreflang="x-default" href="{markup.text(site.on_the_web(others[site.languages[0]], way))}">')
        links.append(f'<link rel="alternate" type="application/atom+xml" href="{way.to(atom_feed.address(lang))}">')
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{markup.text(title)}</title>\n"
        f'<meta name="description" content="{markup.text(description)}">\n'
        + "".join(f"{link}\n" for link in links)
        + f'<link rel="icon" type="image/svg+xml" href="{way.to(site.icon)}">\n<link rel="stylesheet" href="{way.to(site.style)}">\n'
        f'<script src="{way.to(site.script)}" defer></script>\n</head>\n'
        f'<body class="stApp {css}" data-previous="{markup.text(t("The value before"))}" data-next="{markup.text(t("The next value"))}">\n{body}\n</body>\n</html>\n'
    )


def top(page: Page, site: Site, here: str, others: dict[str, str]) -> str:
    """What stands above every page: the way past it, the name, the search, the languages, the pages; `here` is the page's name."""
    t, way = page.words.t, page.addresses
    listed = "".join(
        f"<li>{markup.link(way(item.name, page.lang, {}), t(item.title), current=_current(item.name, here))}</li>" for item in NAVIGATION
    )
    return (
        f'<a class="st-skip" href="#main">{markup.text(t("Skip to the content"))}</a>\n<header class="st-head sv">'
        f'<div class="st-line"><a class="st-name" href="{way("overview", page.lang, {})}">Servanda</a>'
        f'<form class="st-search" role="search" action="{way("search", page.lang, {})}">'
        f'<input type="search" name="q" aria-label="{markup.text(t("Search"))}" placeholder="{markup.text(t("Search"))}" autocomplete="off"></form>'
        f"{markup.languages(page.lang, {lang: From(others[page.lang]).to(others[lang]) for lang in site.languages}, t('Language'))}</div>"
        f'<nav class="st-nav" aria-label="{markup.text(t("Pages"))}"><ul>{listed}</ul></nav></header>\n'
    )


def _current(name: str, here: str) -> str:
    """What a link of the navigation says of the page `here`: it is that page, or has it under it."""
    if name == here:
        return "page"
    return "true" if UNDER.get(here) == name else ""
