"""Every page of the site in one language: its address, title, description and content."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.content.finished import Blocks
from dashboard.content.page import Page
from dashboard.content.page_list import PAGES
from dashboard.content.pages import domains, indicator, pledge
from dashboard.website import charts, search
from dashboard.website.document import Site
from dashboard.website.urls import From, place
from etl.i18n.labels import DOMAINS
from etl.queries import indicator_rows, observation_rows, pledge_rows


@dataclass(frozen=True)
class Leaf:
    """A page: its name and what it is asked for (as links say them), its title, a sentence about it, its content."""

    name: str
    asked: dict[str, str]
    title: str
    description: str
    html: str

    def at(self, lang: str) -> str:
        """Where it stands in a language."""
        found = place(self.name, lang, self.asked)
        assert found is not None
        return found


def leaves(page: Page, site: Site) -> Iterator[Leaf]:
    """All pages in the reader's language but the embedded charts; each with links from where it stands."""
    t, head = page.words.t, page.declaration
    summary = description(page)
    for listed in PAGES:
        if listed.name in EACH:
            yield from EACH[listed.name](page, site)
        elif listed.content is not None:
            title = head["short_title"] if listed.name == "overview" else t(listed.title)
            yield Leaf(listed.name, {}, title, summary, joined(listed.content(at(page, listed.name))))


def _pledges(page: Page, site: Site) -> Iterator[Leaf]:
    for row in pledge_rows.pledges(page.asking) + pledge_rows.replaced_pledges(page.asking):
        key = row["pledge"]
        found = pledge_rows.pledge(page.asking, key)
        assert found is not None
        html = joined(pledge.content(at(page, "pledge", id=key), found, []))
        yield Leaf("pledge", {"id": key}, f"{key} · {found['title']}", found["summary"], html)


def _indicators(page: Page, site: Site) -> Iterator[Leaf]:
    for key in indicator_rows.indicator_titles(page.asking):
        found = indicator_rows.indicator(page.asking, key)
        assert found is not None
        html = _indicator(at(page, "indicator", id=key), found, site)
        yield Leaf("indicator", {"id": key}, found["title"], found["definition"], html)


def _domains(page: Page, site: Site) -> Iterator[Leaf]:
    t, summary = page.words.t, description(page)
    register = pledge_rows.pledges(page.asking)
    order = pledge_rows.ordered_domains(register)
    yield Leaf("domains", {}, t("Domains"), summary, joined(domains.content(at(page, "domains"), register, order[0])))
    for domain in order:
        html = joined(domains.content(at(page, "domains", domain=domain), register, domain))
        yield Leaf("domains", {"domain": domain}, f"{t('Domains')}: {t(DOMAINS[domain])}", summary, html)


def _search(page: Page, site: Site) -> Iterator[Leaf]:
    yield Leaf("search", {}, page.words.t("Search"), description(page), search.content(at(page, "search"), "../search.js"))


# Pages of which there are several, or that need what only the site has.
EACH = {"pledge": _pledges, "indicator": _indicators, "domains": _domains, "search": _search}


def description(page: Page) -> str:
    """The sentence about pages that have none of their own."""
    return f"{page.words.t('Are the commitments being kept?')} {page.declaration['title']}"


def at(page: Page, name: str, **asked: str) -> Page:
    """The page with its links made from where it stands."""
    here = place(name, page.lang, asked)
    assert here is not None
    return replace(page, addresses=From(here))


def joined(blocks: Blocks) -> str:
    """The parts of a page, one after the other."""
    return "\n".join(block.html for block in blocks)


def _indicator(page: Page, row: dict[str, object], site: Site) -> str:
    key = str(row["indicator"])
    embedded = place("embed", page.lang, {"id": key})
    assert embedded is not None and isinstance(page.addresses, From)
    observed, targets = observation_rows.observations(page.asking, key), indicator_rows.targets(page.asking, key)
    return "\n".join(
        (
            joined(indicator.above(page, row)),
            charts.studied(page, row, site.on_the_web(embedded, page.addresses)),
            joined(indicator.below(page, row, observed, targets, [])),
        )
    )
