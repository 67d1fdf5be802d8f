"""Writes the site: one process a language, into a draft folder that becomes the site only when it is whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from dashboard.charts.picture_frame import as_png
from dashboard.content import markup, status_bars
from dashboard.content.page import Page
from dashboard.content.pages import header_footer
from dashboard.website import charts, document, search
from dashboard.website.document import Site
from dashboard.website.pages import at, leaves
from dashboard.website.urls import From, file, place
from etl.atomic_files import aside_of, draft_of, sweep, take_back
from etl.errors import InputError
from etl.i18n.languages import LANGUAGE_NAMES
from etl.i18n.translator import translator
from etl.queries import declaration_rows
from etl.queries.query import Asking, ask_as_of, ask_to_pass_on, keeper
from etl.reports import atom_feed
from etl.warehouse import builds

CODE = Path(__file__).parent
# Says that a folder is a site of ours, which the next one may replace.
SEAL = "servanda.json"


class NotOurs(InputError):
    """The folder holds something else than an earlier site; the message says what to do."""


class NoDeclaration(InputError):
    """The build has no such declaration; the message says which it has."""


@dataclass(frozen=True)
class Written:
    """How much there is now: pages and bytes."""

    pages: int
    size: int


def write(target: Path, published: builds.Build, languages: tuple[str, ...], address: str = "", declaration: str = "") -> Written:
    """Write the site of a build into `target`, in the place of an earlier one.

    address: where it will stand on the web, with a slash at its end, or nothing. declaration: the one it is about, by default the
    latest signed. Raises NoDeclaration where the build has no such one, NotOurs where `target` holds anything but an
    earlier site of ours, OSError where it cannot be written; the earlier site then stays.
    """
    target = target.resolve()
    take_back(target)
    _may_replace(target)
    shown = _declaration(published, declaration)
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target)
    draft = draft_of(target)
    draft.mkdir()
    try:
        site = _shared(draft, languages, address)
        counted = _all(_language, [(draft, published, site, shown, lang) for lang in languages])
        _around(draft, published, site, [line for lines in counted for line in lines])
        _exchange(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Written(sum(map(len, counted)), sum(path.stat().st_size for path in target.rglob("*") if path.is_file()))


def _all(work: Callable[..., list[str]], tasks: list[tuple[Path, builds.Build, Site, str, str]]) -> list[list[str]]:
    """The work done for each task, in a process for each as far as there are processors."""
    workers = min(len(tasks), os.cpu_count() or 1)
    if workers == 1:
        return [work(*task) for task in tasks]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [future.result() for future in [pool.submit(work, *task) for task in tasks]]


def _may_replace(target: Path) -> None:
    if target.is_dir() and (not any(target.iterdir()) or (target / SEAL).is_file()):
        return
    if target.exists():
        raise NotOurs(f"{target} holds something else than an earlier site; name a new or an empty folder")


def _declaration(published: builds.Build, asked: str) -> str:
    with builds.open_build(published) as connection:
        ask_as_of(connection, None)
        known = declaration_rows.declarations(connection)
    if asked and asked not in known:
        raise NoDeclaration(f'there is no declaration "{asked}" in this build; it has {", ".join(known)}')
    return asked or known[0]


def _exchange(draft: Path, target: Path) -> None:
    """Put the draft in the place of what stands there; what stood there is put back where that fails."""
    if not target.exists():
        draft.rename(target)
        return
    before = aside_of(draft)
    target.rename(before)
    try:
        draft.rename(target)
    except OSError:
        before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _shared(draft: Path, languages: tuple[str, ...], address: str) -> Site:
    """The files all pages share. A hash in their names lets them be kept for ever by who has loaded them."""
    style = (CODE.parent / "style.css").read_bytes() + (CODE / "site.css").read_bytes()
    files = {"style.css": style, "site.js": (CODE / "site.js").read_bytes(), "icon.svg": (CODE.parent / "icon.svg").read_bytes()}
    named = {}
    (draft / "assets").mkdir()
    for name, content in files.items():
        stem, _, kind = name.partition(".")
        named[name] = f"assets/{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{kind}"
        (draft / named[name]).write_bytes(content)
    return Site(languages, address, named["style.css"], named["site.js"], named["icon.svg"])


def _language(draft: Path, published: builds.Build, site: Site, declaration: str, lang: str) -> list[str]:
    """Write all pages of a language; returns their addresses."""
    with builds.open_build(published) as connection:
        ask_as_of(connection, None)
        ask_to_pass_on(connection)
        asking = Asking(connection, lang, declaration, keep=keeper())
        asking = replace(asking, names=declaration_rows.proper_names(asking))
        page = Page(asking, published.id, translator(lang), declaration_rows.declaration(asking), (asking.declaration,))
        addresses = []
        for leaf in leaves(page, site):
            here = leaf.at(lang)
            addresses.append(here)
            _write(
                draft / file(here),
                _framed(at(page, leaf.name, **leaf.asked), site, leaf.name, leaf.title, leaf.description, leaf.html, leaf.asked),
            )
        pledges, indicators = search.searched(page)
        for by in status_bars.BY:
            picture = status_bars.svg(asking, page.words, by)
            for kind, content in {"svg": picture.encode(), "png": as_png(picture)}.items():
                _write(draft / str(place("picture", lang, {"id": f"{by}.{kind}"})), content)
        _write(draft / lang / "search.js", search.index(page, pledges, indicators))
        for row in indicators:
            _indicator_files(draft, page, site, row)
        _write(draft / atom_feed.address(lang), atom_feed.feed(connection, lang, asking.declaration, _feed_addresses(site, lang)))
    return addresses


def _indicator_files(draft: Path, page: Page, site: Site, row: dict[str, object]) -> None:
    """The data of a chart, and the chart alone; nothing where there is nothing to draw."""
    key, lang = str(row["indicator"]), page.lang
    if charts.of_indicator(page, row).empty:
        return
    data, alone = place("data", lang, {"id": key}), place("embed", lang, {"id": key})
    assert data is not None and alone is not None
    _write(draft / data, charts.data(page, row))
    html = charts.embedded(at(page, "embed", id=key), row)
    _write(draft / alone, document.document(site, alone, lang, str(row["title"]), str(row["definition"]), html, "st-embed").encode())


def _framed(page: Page, site: Site, name: str, title: str, description: str, html: str, asked: dict[str, str]) -> bytes:
    """A page with head and foot around it."""
    others = {lang: str(place(name, lang, asked)) for lang in site.languages}
    t = page.words.t
    sources = markup.link(f"{page.addresses('method', page.lang, {})}#sources", t("Sources and terms"))
    body = (
        document.top(page, site, name, others)
        + f'<main class="sv" id="main" tabindex="-1"><p class="sv-p sv-small sv-soft st-head-line">{header_footer.headline(page)}</p>\n{html}\n</main>\n'
        + f'<footer class="sv"><div class="sv-foot">{header_footer.foot(page)} · {sources}</div></footer>'
    )
    return document.document(site, others[page.lang], page.lang, f"{title} · Servanda", description, body, others=others).encode()


def _feed_addresses(site: Site, lang: str) -> atom_feed.Addresses:
    """Links of a feed: on the web where the address is known, else from the feed itself."""
    way = From(atom_feed.address(lang))

    def to(page: str, asked: dict[str, str]) -> str:
        if page == atom_feed.address(lang):
            return site.on_the_web(page, way)
        found = place(page, lang, {key: value for key, value in asked.items() if key == "id"})
        assert found is not None
        return site.on_the_web(found, way)

    return to


def _around(draft: Path, published: builds.Build, site: Site, addresses: list[str]) -> None:
    """What stands once: the way into the languages, the page for what is not there, the lists for search engines, the seal."""
    others = {lang: f"{lang}/" for lang in site.languages}
    links = "".join(f"<li>{markup.link(place, LANGUAGE_NAMES[lang], lang=lang)}</li>" for lang, place in others.items())
    first = translator(site.languages[0]).t
    body = f'<main class="sv st-door" id="main"><h1 class="sv-h1">Servanda</h1><ul class="st-doors" data-door>{links}</ul></main>'
    description = first("Are the commitments being kept?")
    _write(draft / "index.html", document.document(site, "", site.languages[0], "Servanda", description, body).encode())
    # A server shows it at any depth: its links start at the root of the site.
    root = "/" + site.address.partition("://")[2].partition("/")[2]
    rooted = replace(site, style=root + site.style, script=root + site.script, icon=root + site.icon)
    lost = "".join(
        f'<section lang="{lang}"><h2 class="sv-h2">{markup.text(translator(lang).t("There is no such page"))}</h2>'
        f"<p class='sv-p'>{markup.link(root + place, translator(lang).t('Overview'))}"
        f" · {markup.link(f'{root}{place}search/', translator(lang).t('Search'))}</p></section>"
        for lang, place in others.items()
    )
    body = f'<main class="sv st-door" id="main"><h1 class="sv-h1">Servanda</h1>{lost}</main>'
    _write(draft / "404.html", document.document(rooted, "404.html", site.languages[0], "404 · Servanda", "404", body).encode())
    with builds.open_build(published) as connection:
        as_of = ask_as_of(connection, None)
    listed = "".join(
        f"<url><loc>{markup.text(site.address + address)}</loc><lastmod>{as_of.isoformat()}</lastmod></url>\n"
        for address in sorted(addresses)
    )
    _write(
        draft / "sitemap.xml",
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'.encode(),
    )
    pointer = f"Sitemap: {site.address}sitemap.xml\n" if site.address else ""
    _write(draft / "robots.txt", f"User-agent: *\nAllow: /\n{pointer}".encode())
    seal = {"made_by": "servanda", "build": published.id, "as_of": as_of.isoformat(), "languages": site.languages, "address": site.address}
    _write(draft / SEAL, (json.dumps(seal, indent=1) + "\n").encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
