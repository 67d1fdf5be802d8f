"""The command `copies`: ask for the pages that submissions cite, and keep a copy where the terms of their source allow it."""

import argparse
import hashlib
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlparse

from etl.commands.progress_bar import Progress
from etl.i18n.translator import translator
from etl.ledger.store import Ledger
from etl.record.models import Source
from etl.sources.http_client import BadRedirect, NotPublic, Publisher, PublisherFailed, Refused, TooMuch, Unreachable
from etl.sources.snapshots import Snapshots
from etl.submissions.checked_record import check
from etl.submissions.cited_pages import Copy, copies_of, in_words, links_of, note
from etl.warehouse import builds

DONE, OUTSIDE_FAILED = 0, 3
MOST_BYTES = 20_000_000
LONGEST_S = 60
UNKNOWN_LICENCE = "terms not known"
REASONS: dict[type[PublisherFailed], str] = {
    Unreachable: "unreachable", Refused: "refused", TooMuch: "too_large", NotPublic: "not_public", BadRedirect: "redirect",
}  # fmt: skip


def run(options: argparse.Namespace, publisher: Publisher | None = None, day: date | None = None) -> int:
    """Run the command; returns its exit code: 3 where a page could not be had. Another client or day can be given."""
    words = translator(options.lang)
    ledger = Ledger(options.ledger)
    loaded = check(options.data, ledger.accepted())
    if loaded.problems:
        raise builds.BadRecord(loaded.problems)
    if options.submission is None:
        cited = list(dict.fromkeys(link for item in ledger.listed() for link in links_of(item)))
        there = copies_of(options.snapshots, cited)
        links = [link for link in cited if all(copy.stored == "none" for copy in there[link])]
    else:
        links = links_of(ledger.show(options.submission))
    ledger.close()
    day = day or datetime.now(UTC).date()
    failed = False
    client = publisher or Publisher(only_public=True, most_bytes=MOST_BYTES, longest=LONGEST_S, timeout=20, tries=2)
    found = []
    with client, Progress(sys.stderr, "copies", len(links)) as progress:
        for link in links:
            progress.step(link)
            found.append(keep(client, loaded.record.sources, options.snapshots, link, day))
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
