"""What a proposal would change, as a page shows it: to its author before it is submitted, and to whoever reviews it."""

import json
from typing import Any

from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.content.sections.submissions import before_and_after, findings_table, proposed_table, status_moves
from dashboard.jobs import run_command
from dashboard.ui import open_page
from etl.submissions.models import Submission


def show(page: Page, ran: run_command.Ran, titles: dict[str, str], named: dict[int, str], noticed: bool) -> dict[str, Any] | None:
    """Place what a dry run said; returns it, or None where the rows could not be read.

    `titles` of the indicators; `named`: names of rows in place of their numbers; `noticed`: also what was noticed about the file.
    """
    t = page.words.t
    if not ran.out:
        open_page.place(markup.heading(2, t("This file cannot be used")) + markup.bullets(markup.text(line) for line in ran.messages))
        return None
    seen: dict[str, Any] = json.loads(ran.out)
    counts = {name: page.words.number(count) for name, count in seen["counts"].items()}
    if seen["statuses"]:
        moves = markup.heading(3, t("Statuses that would change")) + status_moves(page, seen["statuses"])
    else:
        moves = markup.paragraph(t("No status would change.")) if not seen["mistakes"] else ""
    open_page.place(
        markup.heading(2, t("What would change"))
        + markup.paragraph(t("{new} new, {changed} changed, {unchanged} unchanged", **counts))
        + findings_table(page, t("To be mended first"), seen["mistakes"], named)
        + findings_table(page, t("Is this right?"), seen["questions"], named)
        + proposed_table(page, seen["rows"], seen["rows_left_out"], titles, named)
        + moves
        + markup.bullets(markup.text(line) for line in seen["noticed"] if noticed)
    )
    if seen["drawn"]:
        open_page.place_drawn(before_and_after(page, seen["drawn"]))
    return seen


def of_submission(submission: Submission, lang: str) -> run_command.Ran:
    """A dry run of what somebody submitted."""
    proposal = submission.proposal
    details = (f"--kind={proposal.kind}", f"--source={proposal.source}", f"--note={proposal.note}")
    return run_command.run_on_file("table.csv", run_command.as_csv(proposal.rows), *details, "--dry-run", "--format", "json", lang=lang)


def submitted(page: Page, ran: run_command.Ran, level: int) -> None:
    """Place how a submission ended: the way to it where it waits for a review, and what was said."""
    t = page.words.t
    name = ran.out.split()[-1] if ran.good and ran.out.split() else ""
    open_page.place(
        markup.heading(level, t("Submitted") if ran.good else t("It could not be submitted"))
        + (page.link("review", t("{name} waits for a review", name=name), id=name) if name else "")
        + markup.bullets(markup.text(line) for line in ran.messages)
    )
