"""A small installation to back up, break and look at: a record, a ledger with something in it, snapshots, presets."""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.backup import restore
from etl.backup.create import Places
from etl.ledger.store import Ledger, User
from etl.submissions.models import Proposal

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ALIYA = User("Aliya", frozenset({"submitter"}))
BORIS = User("Boris", frozenset({"reviewer"}))


@dataclass(frozen=True)
class State:
    """All that people made: each file's hash, and what the ledger holds."""

    files: dict[str, str]
    ledger: tuple[tuple[str, int, str], ...]
    wrong: tuple[int, ...]


def installed(folder: Path, ledger: str = "") -> Places:
    """An installation below a folder, with its ledger at another address where one is given."""
    record = folder / "data"
    for name, content in (("sources.yaml", "- id: a\n"), ("observations/a.csv", "series,value\na,1\n"), ("note.txt", "ә ғ қ\n")):
        path = record / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in ("snapshots/wdi/2026-11-24-aa.json", "presets/Ministers.json"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b'{"a": 1}')
    places = Places(record, ledger or f"sqlite:///{folder}/ledger.sqlite", folder / "snapshots", folder / "presets")
    for number in range(3):
        submit(places, f"first {number}")
    with closing(Ledger(places.ledger)) as opened:
        opened.decide(opened.listed()[0].id, 0, "accepted", BORIS, "", "d", AT)
    return places


def submit(places: Places, note: str) -> str:
    """One more submission; its id."""
    proposal = Proposal("observations", ({"period": "2026", "value": "1.5"}, {"note": 'ғ "=1+1"\n'}), "https://example.org/", note)
    with closing(Ledger(places.ledger)) as ledger:
        return ledger.submit(proposal, ALIYA, note, AT)[0]


def change(places: Places, mark: str) -> None:
    """Change something of everything, the ledger last."""
    (places.record / "observations/a.csv").write_text(f"series,value\na,{mark}\n")
    (places.record / f"{mark}.csv").write_text(mark)
    (places.record / "note.txt").unlink(missing_ok=True)
    (places.snapshots / f"{mark}.csv").write_text(mark)
    (places.presets / "Ministers.json").write_text(f'"{mark}"')
    submit(places, mark)


def state(places: Places) -> State:
    """What there is now."""
    files = {
        f"{kind}/{path.relative_to(folder).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for kind, folder in places.folders().items()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    with closing(Ledger(places.ledger)) as ledger:
        held = tuple((item.id, item.version, item.proposal.note) for item in ledger.listed())
        return State(files, held, tuple(ledger.wrong_entries()))


def restored_places(folder: Path, ledger: str = "") -> Places:
    """Where a restore into this folder puts what it restores."""
    return Places(folder / "data", ledger or f"sqlite:///{folder}/ledger.sqlite", folder / "snapshots", folder / "presets")


def restored(archive_path: Path, folder: Path, ledger: str = "") -> Places:
    """What a restore into this folder leaves."""
    restore.restore(archive_path, folder, ledger or None)
    return restored_places(folder, ledger)
