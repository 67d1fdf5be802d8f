"""Are the record, the ledger and the builds in order, and do they belong together."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from etl.backup.create import Places
from etl.doctor.finding import Finding
from etl.errors import InputError, OutsideError
from etl.ledger import known_ledger
from etl.ledger.store import NEWEST, Ledger, there_is
from etl.messages import N_, message
from etl.reports.atom_feed import files
from etl.submissions.apply import fingerprint, with_reverted
from etl.submissions.checked_record import check
from etl.submissions.models import Submission
from etl.warehouse import builds
from etl.warehouse.inputs import HALF, Inputs
from etl.warehouse.stage import newest_day

# Clocks of two machines may differ by so much.
TOLERANCE = timedelta(minutes=5)
RECORD, LEDGER, CHAIN, WAITING = N_("Record"), N_("Ledger"), N_("Journal"), N_("Waiting submissions")
CLOCK, BUILD = N_("Clock"), N_("Build")
AUDIENCES = {"everybody": N_("Build for everybody"), "editors": N_("Build for editors")}
ANEW = message("run: python -m etl build")


@dataclass
class Entries:
    """What the ledger holds, as far as it can be read."""

    accepted: list[Submission] = field(default_factory=list)
    reverted: list[Submission] = field(default_factory=list)
    readable: bool = True


def look(places: Places, folder: Path, now: datetime) -> Iterator[Finding]:
    """Ledger, record, builds; `now` with its time zone."""
    entries = Entries()
    yield from _ledger(places.ledger, folder, now, entries)
    loaded = check(places.record, entries.accepted)
    if loaded.problems:
        what = message("{n} problems, the first: {problem}", n=len(loaded.problems), problem=loaded.problems[0])
        yield Finding(RECORD, what, message("mend it; all of them: python -m etl check"))
    else:
        yield Finding(RECORD, message("in order"))
    expected = None
    if not loaded.problems and entries.readable:
        day = newest_day(with_reverted(loaded.record, entries.reverted))
        expected = Inputs.of(places.record, fingerprint((*entries.accepted, *entries.reverted))).identity(day, day)[:HALF]
        if day > now.date() + timedelta(days=1):
            what = message("the newest day of the record is {day}, and today is {today}", day=day, today=now.date())
            yield Finding(CLOCK, what, message("set the clock, or mend that day in the record"))
    yield from _builds(folder, expected)


def _ledger(url: str, folder: Path, now: datetime, entries: Entries) -> Iterator[Finding]:
    try:
        gone = known_ledger.missing(folder, url)
    except (OutsideError, InputError):
        # That it cannot be read is told below.
        gone = None
    if gone is not None:
        entries.readable = False
        yield Finding(LEDGER, gone, known_ledger.TODO)
        return
    if not there_is(url):
        yield Finding(LEDGER, message("none yet; it is made by the first submission"))
        return
    try:
        with closing(Ledger(url)) as ledger:
            listed = ledger.listed()
            wrong = ledger.wrong_entries()
            entries.accepted = ledger.accepted()
    except (OutsideError, InputError) as error:
        entries.readable = False
        yield Finding(LEDGER, message("{error}", error=error), message("mend that, or restore a backup (docs/backup.md)"))
        return
    entries.reverted = [item for item in listed if item.state == "reverted"]
    yield Finding(LEDGER, message("can be read, schema {version}, {n} submissions", version=NEWEST, n=len(listed)))
    if wrong:
        what = message("entry {n} does not follow from the one before: somebody changed the ledger outside of Servanda", n=wrong[0])
        yield Finding(CHAIN, what, message("restore the newest backup that is in order (restore FILE --dry-run says so)"))
    else:
        yield Finding(CHAIN, message("whole"))
    yield Finding(WAITING, message("{n}", n=sum(item.state == "submitted" for item in listed)))
    newest = max((entry for item in listed for entry in (item.at, *(decided.at for decided in item.decided))), default="", key=_time)
    if newest and _time(newest) > now + TOLERANCE:
        what = message("the ledger has an entry of {at}, and it is {now}", at=newest, now=now.isoformat(timespec="seconds"))
        yield Finding(CLOCK, what, message("set the clock; an entry accepted with a day to come is best reverted and accepted again"))
    else:
        yield Finding(CLOCK, message("after every entry of the ledger"))


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _builds(folder: Path, expected: str | None) -> Iterator[Finding]:
    for audience in get_args(builds.Audience):
        name = AUDIENCES[audience]
        try:
            build = builds.current(folder, audience)
        except builds.NoWarehouse as error:
            yield Finding(name, message("{error}", error=str(error).partition(";")[0]), ANEW)
            continue
        if build.damaged is not None:
            yield Finding(name, message("{file} is damaged, or has no seal", file=build.damaged), ANEW)
        elif not all(path.is_file() for path in files(build.path).values()):
            yield Finding(name, message("{build} has no feeds", build=build.id), ANEW)
        elif audience == "editors" and expected not in (None, build.id[:HALF]):
            yield Finding(BUILD, message("{build} was not made from this record, ledger and program", build=build.id), ANEW)
        else:
            yield Finding(name, message("{build} is whole", build=build.id))
