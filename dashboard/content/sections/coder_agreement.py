"""How far coders agree, as a section: a table by family and pair of coders, and what it is agreement of."""

from dashboard.content import markup
from dashboard.content.page import Page
from etl.i18n.labels import CODER_KINDS, FAMILIES
from etl.reports.coder_agreement import Agreement, agreements


def section(page: Page) -> str:
    """The table with its caveat; where nobody coded twice apart, that is said."""
    t = page.words.t
    found = agreements(page.asking.cursor, page.asking.declaration)
    if not found:
        return markup.heading(3, t("Agreement of coders")) + markup.paragraph(
            t("No pledge has been coded by two coders apart: no agreement can be given.")
        )
    head = [t("Family"), t("Coders"), t("Pledges coded by both"), t("Same score"), t("Cohen's kappa")]
    return (
        markup.heading(3, t("Agreement of coders"))
        + markup.paragraph(_caveat(page, found))
        + markup.table(head, [[markup.text(cell) for cell in _row(page, item)] for item in found])
    )


def _row(page: Page, item: Agreement) -> tuple[str, ...]:
    t, number = page.words.t, page.words.number
    coders = ", ".join(f"{name} ({t(CODER_KINDS[kind])})" for name, kind in zip(item.coders, item.kinds, strict=True))
    kappa = number(item.kappa, 2) if item.kappa is not None else t("not defined: one score throughout")
    return t(FAMILIES[item.family]), coders, number(item.pledges), number(item.equal), kappa


def _caveat(page: Page, found: list[Agreement]) -> str:
    """What the agreement is of: machines, people, or both."""
    t = page.words.t
    kinds = {kind for item in found for kind in item.kinds}
    if kinds == {"machine"}:
        return t(
            "Both codings were made by machine readers, each without sight of the other, by the same rubrics: this is agreement of machine readers, not of people. They may share the same errors. The places of human coders are open."
        )
    if "machine" in kinds:
        return t(
            "Some codings were made by machine readers, others by people or institutions; the table says which. Agreement with a machine reader is not agreement of people."
        )
    return t("The codings were made apart, by the same rubrics. Agreement says how alike coders read, not that they read rightly.")
