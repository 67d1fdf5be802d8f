"""Every page there is, in the order of the navigation. A line here, its content and its script in `views/` make a page."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.content.finished import Blocks
from dashboard.content.page import Page
from dashboard.content.pages import changes, due, evidence, method, overview, pledges
from etl.messages import N_


@dataclass(frozen=True)
class ListedPage:
    """One page: its name is its address in the dashboard, and its script there is `views/<name>.py`.

    title: in the navigation, marked for translation. roles: who finds it there; empty: everybody. under: the page it stands under,
    where it is not in the navigation itself. only_reads: nobody waits for a command there.
    folder: where it stands on the site below its language; None where it does not stand there as one page. content: the whole page
    as the site shows it. parameters: what of its link stays on the site. on_site_only: it has no script.
    """

    name: str
    title: str
    content: Callable[[Page], Blocks] | None = None
    folder: str | None = None
    roles: frozenset[str] = frozenset()
    under: str = ""
    only_reads: bool = True
    parameters: tuple[str, ...] = ()
    on_site_only: bool = False


SUBMITTER, EDITORS = frozenset({"submitter"}), frozenset({"submitter", "reviewer"})
PAGES = (
    ListedPage("overview", N_("Overview"), overview.content, ""),
    ListedPage("pledges", N_("Pledges"), pledges.content, "pledges/", parameters=("q", "domain", "family", "status", "reason", "text")),
    ListedPage("pledge", N_("Pledge"), under="pledges"),
    ListedPage("indicator", N_("Indicator"), under="pledges"),
    ListedPage("domains", N_("Domains"), folder="domains/"),
    ListedPage("evidence", N_("Evidence"), evidence.content, "evidence/"),
    ListedPage("changes", N_("Changes"), changes.content, "changes/"),
    ListedPage("due", N_("What is due"), due.content, "due/", only_reads=False, parameters=("kind", "body")),
    ListedPage("later", N_("What is due later than in a month"), due.later_content, "due/later/", under="due", on_site_only=True),
    ListedPage("briefing", N_("Briefing"), only_reads=False),
    ListedPage("method", N_("Method and data"), method.content, "method/"),
    ListedPage("search", N_("Search"), folder="search/", on_site_only=True),
    ListedPage("update", N_("Update data"), roles=SUBMITTER, only_reads=False),
    ListedPage("review", N_("Review"), roles=EDITORS, only_reads=False),
)
