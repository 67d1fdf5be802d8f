"""Every page of the site in one language: its address, title, description and content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dashboard.content import markup, queries
from dashboard.content.filters import Filter
from dashboard.content.finished import Blocks
from dashboard.content.page import Page
from dashboard.content.pages import changes, domains, due, evidence, indicator, method, overview, pledge, pledges
from dashboard.website import charts, search
from dashboard.website.document import Site
from dashboard.website.filter_forms import WORDS, form
from dashboard.website.urls import From, place
from etl.i18n.labels import DOMAINS, DUE_KINDS
from etl.reports import atom_feed
from etl.reports.changes import status_changes

LATER = "later"


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
    summary = f"{t('Are the commitments being kept?')} {head['title']}"

    def leaf(name: str, title: str, description: str, html: str, **asked: str) -> Leaf:
        return Leaf(name, asked, title, description, html)

    register = queries.pledges(page.asking)
    here = at(page, "overview")
    yield leaf("overview", head["short_title"], summary, joined(overview.content(here)))
    yield leaf("pledges", t("Pledges"), summary, _register(at(page, "pledges")))
    for row in register + queries.replaced_pledges(page.asking):
        key = row["pledge"]
        found = queries.pledge(page.asking, key)
        assert found is not None
        html = joined(pledge.content(at(page, "pledge", id=key), found, []))
        yield leaf("pledge", f"{key} · {found['title']}", found["summary"], html, id=key)
    for key in queries.indicator_titles(page.asking):
        found = queries.indicator(page.asking, key)
        assert found is not None
        yield leaf("indicator", found["title"], found["definition"], _indicator(at(page, "indicator", id=key), found, site), id=key)
    order = queries.ordered_domains(register)
    yield leaf("domains", t("Domains"), summary, joined(domains.content(at(page, "domains"), register, order[0])))
    for domain in order:
        html = joined(domains.content(at(page, "domains", domain=domain), register, domain))
        yield leaf("domains", f"{t('Domains')}: {t(DOMAINS[domain])}", summary, html, domain=domain)
    yield leaf("evidence", t("Evidence"), summary, _evidence(at(page, "evidence")))
    yield leaf("changes", t("Changes"), summary, _changes(at(page, "changes")))
    yield leaf("due", t("What is due"), summary, _due(at(page, "due")))
    yield leaf("later", t("What is due later than in a month"), summary, _later(at(page, "later")))
    yield leaf("method", t("Method and data"), summary, joined(method.content(at(page, "method"))))
    yield leaf("search", t("Search"), summary, search.content(at(page, "search"), "../search.js"))


def at(page: Page, name: str, **asked: str) -> Page:
    """The page with its links made from where it stands."""
    here = place(name, page.lang, asked)
    assert here is not None
    return replace(page, addresses=From(here))


def joined(blocks: Blocks) -> str:
    """The parts of a page, one after the other."""
    return "\n".join(block.html for block in blocks)


def _register(page: Page) -> str:
    listed = queries.pledges(page.asking)
    filters = (
        Filter(WORDS, page.words.t("Search"), {}, lambda row: (pledges.searched(row),), 0),
        *pledges.filters(page, listed),
    )
    return pledges.introduction(page, listed) + form(page, filters) + pledges.listed(page, listed, filters) + pledges.replaced(page)


def _indicator(page: Page, row: dict[str, object], site: Site) -> str:
    key = str(row["indicator"])
    embedded = place("embed", page.lang, {"id": key})
    assert embedded is not None and isinstance(page.addresses, From)
    observed, targets = queries.observations(page.asking, key), queries.targets(page.asking, key)
    return "\n".join(
        (
            joined(indicator.above(page, row)),
            charts.studied(page, row, site.on_the_web(embedded, page.addresses)),
            joined(indicator.below(page, row, observed, targets, [])),
        )
    )


def _evidence(page: Page) -> str:
    events = queries.events(page.asking)
    filters = evidence.filters(page, events)
    return evidence.introduction(page) + form(page, filters) + _run(evidence.timelines(page, events, filters))


def _changes(page: Page) -> str:
    assert isinstance(page.addresses, From)
    filters = changes.filters(page)
    found = status_changes(page.asking.cursor, page.lang, None, page.asking.declaration)
    listed = changes.listed(page, found, page.addresses.to(atom_feed.address(page.lang)), filters)
    return changes.introduction(page) + form(page, filters) + listed + changes.corrected(page)


def _due(page: Page) -> str:
    """What is overdue or due within a month; the rest stands on a page of its own, so that neither is long to load."""
    everything = queries.due(page.asking)
    filters = due.filters(page, everything)
    soon = [row for row in everything if row["state"] != LATER]
    n = len(everything) - len(soon)
    return _run(
        (
            due.introduction(page, False),
            due.counts_table(page, everything),
            markup.block(page.link("later", page.words.nt("{n} is due later", "{n} are due later", n)), "sv-p"),
            form(page, filters),
            due.lists(page, soon, False, None, filters),
            markup.folded(page.words.t("By data owner and lead body"), due.bodies_table(page, everything)),
        )
    )


def _later(page: Page) -> str:
    t = page.words.t
    later = [row for row in queries.due(page.asking) if row["state"] == LATER]
    filters = due.filters(page, later)
    lists = [
        markup.heading(2, t(name)) + due.table(page, of_kind, False, filters)
        for kind, name in DUE_KINDS.items()
        if (of_kind := [row for row in later if row["kind"] == kind])
    ]
    above = markup.block(page.link("due", t("What is due")), "sv-meta") + markup.heading(1, t("What is due later than in a month"))
    return _run((above, form(page, filters), *lists))


def _run(pieces: Iterable[str]) -> str:
    return "\n".join(pieces)
