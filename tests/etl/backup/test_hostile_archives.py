"""An archive that is damaged, changed or hostile restores nothing, wherever it is wrong."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.backup import restore
from etl.backup.archive import BadArchive
from etl.backup.create import Places, checked
from tests.support.installation import state

pytestmark = pytest.mark.slow


def remade(archive_path: Path, *, manifest: dict[str, object] | None = None, **changes: bytes | None) -> None:
    """The archive with its manifest changed and files added, changed or (None) removed."""
    with zipfile.ZipFile(archive_path) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    loaded = json.loads(files.pop("manifest.json")) | (manifest or {})
    for name, content in changes.items():
        if content is None:
            files.pop(name)
        else:
            files[name] = content
    with zipfile.ZipFile(archive_path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in (*files.items(), ("manifest.json", json.dumps(loaded).encode())):
            out.writestr(name, content)


def listed(archive_path: Path, name: str, content: bytes) -> None:
    """A file added with its right size and hash: only its name is wrong."""
    loaded = json.loads(zipfile.ZipFile(archive_path).read("manifest.json"))["files"]
    loaded[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    remade(archive_path, manifest={"files": loaded}, **{name: content})


def linked(archive_path: Path) -> None:
    listed(archive_path, "record/link", b"/etc/passwd")
    content = archive_path.read_bytes()
    with zipfile.ZipFile(archive_path) as opened:
        old, info = content, opened.getinfo("record/link")
    assert info.external_attr
    at = old.rindex(b"record/link") - 46
    archive_path.write_bytes(old[: at + 38] + ((stat.S_IFLNK | 0o777) << 16).to_bytes(4, "little") + old[at + 42 :])


def doubled(archive_path: Path) -> None:
    with zipfile.ZipFile(archive_path, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("record/note.txt", b"another")


def bomb(archive_path: Path) -> None:
    listed(archive_path, "record/bomb.csv", b"\0" * 110_000_000)


def sized(archive_path: Path) -> None:
    """The ZIP says of a file that it is small, as the manifest does; unpacked it is large."""
    listed(archive_path, "record/small.csv", b"x" * 5000)
    loaded = json.loads(zipfile.ZipFile(archive_path).read("manifest.json"))["files"]
    loaded["record/small.csv"]["size"] = 10
    remade(archive_path, manifest={"files": loaded})
    content = archive_path.read_bytes()
    archive_path.write_bytes(content.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))


def chain(archive_path: Path) -> None:
    lines = zipfile.ZipFile(archive_path).read("ledger/submissions.jsonl").replace(b"first 1", b"other 1")
    listed(archive_path, "ledger/submissions.jsonl", lines)


def rows(archive_path: Path) -> None:
    listed(archive_path, "ledger/journal.jsonl", b'["a"]\n')


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no zip": (lambda archive_path: archive_path.write_bytes(b"hello") and None, "is no backup"),
    "cut off": (lambda archive_path: archive_path.write_bytes(archive_path.read_bytes()[:-200]) and None, "is no backup"),
    "no manifest": (lambda archive_path: zipfile.ZipFile(archive_path, "w").close(), "has no manifest.json"),
    "newer format": (lambda archive_path: remade(archive_path, manifest={"format": 2}), "made by a newer Servanda"),
    "newer ledger": (lambda archive_path: remade(archive_path, manifest={"ledger": "0099"}), "written by a newer Servanda"),
    "not a manifest": (lambda archive_path: remade(archive_path, manifest={"files": 3}), "is not one"),
    "changed": (lambda archive_path: remade(archive_path, **{"record/note.txt": b"0 1 2 3 \n"}), "is not what was backed up"),
    "longer": (lambda archive_path: remade(archive_path, **{"record/note.txt": b"longer than it was"}), "another size"),
    "missing": (lambda archive_path: remade(archive_path, **{"record/note.txt": None}), "not those that"),
    "more": (lambda archive_path: remade(archive_path, **{"record/more.txt": b"x"}), "not those that"),
    "up": (lambda archive_path: listed(archive_path, "record/../../up.txt", b"x"), "leads out"),
    "root": (lambda archive_path: listed(archive_path, "/etc/cron.d/x", b"x"), "leads out"),
    "drive": (lambda archive_path: listed(archive_path, "record/C:x", b"x"), "leads out"),
    "elsewhere": (lambda archive_path: listed(archive_path, "etl/x.py", b"x"), "leads out"),
    "dots": (lambda archive_path: listed(archive_path, "record/./x", b"x"), "leads out"),
    "link": (linked, "is a link or a device"),
    "twice": (doubled, "not those that"),
    "bomb": (bomb, "which no backup of its size does"),
    "small outside": (sized, "is not what was backed up|cannot be read|another size"),
    "chain": (chain, "does not follow"),
    "rows": (rows, "cannot be read"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_damaged_archive_restores_nothing(kind: str, archive_path: Path, tmp_path: Path) -> None:
    spoil, why = HOSTILE[kind]
    spoil(archive_path)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BadArchive, match=why) as caught:
        restore.restore(archive_path, tmp_path / "new")
    assert "nothing was changed" in str(caught.value) and "\n" not in str(caught.value)
    assert set(tmp_path.rglob("*")) == before


def test_every_changed_byte_is_noticed(places: Places, archive_path: Path) -> None:
    """Wherever a byte of the archive is turned: it is refused, or it reads the same."""
    good = archive_path.read_bytes()
    before = state(places)
    for at in range(0, len(good), max(1, len(good) // 60)):
        archive_path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        try:
            with checked(archive_path) as (found, ledger):
                restore.refuse_wrong(archive_path, ledger)
                assert {name for name in found.manifest.files if not name.startswith("ledger/")} == set(before.files)
        except BadArchive:
            continue
