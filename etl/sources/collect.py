"""One query answered whole: every page asked for, read, and only then kept."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.errors import InputError
from etl.periods import parse_period
from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered
from etl.sources.formats.json_answer import UnexpectedAnswer
from etl.sources.http_client import Publisher, PublisherFailed
from etl.sources.query import Query
from etl.sources.snapshots import Snapshot, Snapshots

MOST_PAGES = 200


@dataclass(frozen=True)
class Collection:
    """The figures of a query, the kept answers they come from, and whether all of these were kept before."""

    figures: list[Figure]
    snapshots: list[Snapshot]
    unchanged: bool


@dataclass(frozen=True)
class Page:
    """One answer: its body, and the publisher's validators, empty where it sent none."""

    body: bytes
    etag: str = ""
    last_modified: str = ""


def collect(
    publisher: Publisher,
    connector: Connector,
    query: Query,
    folder: Path,
    source: str,
    day: date,
    licence: str,
    since: date | None = None,
    asked: dict[str, Page | PublisherFailed] | None = None,
) -> Collection:
    """Ask a publisher and keep its answers under `folder/source` with the day and the licence.

    `asked` remembers across queries what an address answered, also that it failed: a file that holds many series is asked for once.
    Figures of periods that end before `since` are left out. An answer that cannot be read is not kept, so that it is asked for anew
    next time. Raises BadQuery, UnexpectedAnswer, or a PublisherFailed; then nothing was changed on disk.
    """
    connector.check(query)
    stored_answers = Snapshots(folder, source)
    address: str | None = connector.url(query, since)
    asked = {} if asked is None else asked
    pages: dict[str, Page] = {}
    while address is not None:
        if address in pages or len(pages) == MOST_PAGES:
            raise UnexpectedAnswer(connector.publisher, f"page {len(pages) + 1}", f"a last page within {MOST_PAGES}")
        page = _local(address) if "://" not in address else _remembered(publisher, connector, stored_answers, address, asked)
        pages[address] = page
        address = connector.next_url(page.body, address)
    found = (figure for page in pages.values() for figure in connector.parse(page.body, query))
    figures = [one for one in ordered(connector.publisher, found) if since is None or parse_period(one.period).end >= since]
    before = [newest[0] if (newest := stored_answers.newest(url)) else None for url in pages]
    snapshots = [stored_answers.keep(url, page.body, day, licence, page.etag, page.last_modified) for url, page in pages.items()]
    return Collection(figures, snapshots, before == snapshots)


def _remembered(
    publisher: Publisher, connector: Connector, snapshots: Snapshots, address: str, asked: dict[str, Page | PublisherFailed]
) -> Page:
    if address not in asked:
        try:
            asked[address] = _fetched(publisher, connector, snapshots, address)
        except PublisherFailed as failure:
            asked[address] = failure
    found = asked[address]
    if isinstance(found, PublisherFailed):
        raise found
    return found


def _fetched(publisher: Publisher, connector: Connector, snapshots: Snapshots, address: str) -> Page:
    known = snapshots.newest(address)
    if known is None:
        answer = publisher.get(address, connector.headers())
    else:
        answer = publisher.get(address, connector.headers(), known[0].etag, known[0].last_modified)
    if answer.body is not None:
        return Page(answer.body, answer.etag, answer.last_modified)
    # Only where validators were sent can the answer be that nothing changed, and they come from what is known.
    assert known is not None
    return Page(known[1], known[0].etag, known[0].last_modified)


def _local(path: str) -> Page:
    try:
        return Page(Path(path).read_bytes())
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); write the path of a file, or a link beginning with https://"
        ) from error
