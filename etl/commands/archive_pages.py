"""The command `copies`: ask for the pages that submissions cite, and keep a copy where the terms of their source allow it."""

import hashlib
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlparse

import click

from etl.commands.console import DONE, OUTSIDE_FAILED
from etl.commands.options import command, lang_option, record_options, snapshots_option
from etl.commands.progress_bar import Progress
from etl.i18n.translator import translator
from etl.ledger.store import Ledger
from etl.record.models import Source
from etl.sources.http_client import BadRedirect, NotPublic, Publisher, PublisherFailed, Refused, TooMuch, Unreachable
from etl.sources.snapshots import Snapshots
from etl.submissions.checked_record import check
from etl.submissions.cited_pages import Copy, copies_of, in_words, links_of, note
from etl.warehouse import builds

MOST_BYTES = 20_000_000
LONGEST_S = 60
UNKNOWN_LICENCE = "terms not known"
REASONS: dict[type[PublisherFailed], str] = {
    Unreachable: "unreachable", Refused: "refused", TooMuch: "too_large", NotPublic: "not_public", BadRedirect: "redirect",
}  # fmt: skip


@command("S261124-3f2a91", "SUBMISSION: only its pages, asked for anew (none: all pages not asked for yet).")
@click.argument("submission", required=False, metavar="[SUBMISSION]")
@snapshots_option
@record_options
@lang_option
def copies_command(submission: str | None, snapshots: Path, data: Path, ledger: str, lang: str) -> int:
    """Archive the pages; 3 where a page could not be had."""
    return archive(data, ledger, snapshots, submission, lang)


def archive(
    data: Path, url: str, snapshots: Path, submission: str | None = None, lang: str = "en",
    publisher: Publisher | None = None, day: date | None = None,
) -> int:  # fmt: skip
    """Archive the pages of a submission of the ledger `url`, or all pages not asked for yet; returns the exit code.

    3 where a page could not be had. Another client or day can be used.
    """
    words = translator(lang)
    ledger = Ledger(url)
    loaded = check(data, ledger.accepted())
    if loaded.problems:
        raise builds.BadRecord(loaded.problems)
    if submission is None:
        cited = list(dict.fromkeys(link for item in ledger.listed() for link in links_of(item)))
        there = copies_of(snapshots, cited)
        links = [link for link in cited if all(copy.stored == "none" for copy in there[link])]
    else:
        links = links_of(ledger.show(submission))
    ledger.close()
    day = day or datetime.now(UTC).date()
    failed = False
    client = publisher or Publisher(only_public=True, most_bytes=MOST_BYTES, longest=LONGEST_S, timeout=20, tries=2)
    found = []
    with client, Progress(sys.stderr, "copies", len(links)) as progress:
        for link in links:
            progress.step(link)
            found.append(keep(client, loaded.record.sources, snapshots, link, day))
    for copy in found:
        failed |= copy.stored == "none"
        print(f"{copy.link}: {in_words(copy, words)}")
        if copy.detail:
            print(f"  {copy.detail}", file=sys.stderr)
    if not links:
        print(words.t("Of every cited page it is known what is kept."), file=sys.stderr)
    return OUTSIDE_FAILED if failed else DONE


def keep(publisher: Publisher, sources: Iterable[Source], folder: Path, link: str, day: date) -> Copy:
    """Ask for a page and keep what may be kept of it: whole, or not at all.

    A copy is kept where a source lists the beginning of the link in `copies`, and of the address that answers in the end too.
    """
    listed = list(sources)
    source = _allowing(listed, link)
    licence = next((known.licence for known in (source, _of_host(listed, link)) if known), UNKNOWN_LICENCE)
    try:
        answer = publisher.get(link)
    except PublisherFailed as failure:
        return note(folder, Copy(link, day.isoformat(), "none", licence, REASONS[type(failure)], str(failure)))
    assert answer.body is not None, "no validators were sent"
    digest, size = hashlib.sha256(answer.body).hexdigest(), len(answer.body)
    if source is None or _allowing([source], answer.url) is None:
        reason = "terms" if source is None else "elsewhere"
        return note(folder, Copy(link, day.isoformat(), "hash", licence, reason, "", digest, size))
    snapshot = Snapshots(folder, source.id).keep(link, answer.body, day, licence, answer.etag, answer.last_modified)
    stored = Copy(link, snapshot.day, "copy", licence, "", "", digest, size, f"{source.id}/{snapshot.file}")
    return note(folder, stored)


def _allowing(sources: list[Source], link: str) -> Source | None:
    """The source whose licence lets us keep a copy of this address."""
    return next((source for source in sources if any(link.startswith(beginning) for beginning in source.copies)), None)


def _of_host(sources: list[Source], link: str) -> Source | None:
    """The source on whose host a page stands: its terms are told, though a host alone allows no copy."""
    return next((source for source in sources if source.url and _host(source.url) == _host(link)), None)


def _host(link: str) -> str:
    try:
        return (urlparse(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
