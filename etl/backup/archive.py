"""The archive of a backup: a ZIP with a fixed layout and a manifest that has the size and the hash of every file.

manifest.json      what this is: format, version of the ledger's tables, when, how much, every file's size and SHA-256
record/...         the folder of the record
ledger/*.jsonl     the ledger, a file per table, a row per line
snapshots/...      what publishers answered, and copies of cited pages
presets/...        saved choices of briefings
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.atomic_files import drafted
from etl.errors import InputError

FORMAT = 1
MANIFEST = "manifest.json"
KINDS = ("record", "ledger", "snapshots", "presets")
CHUNK = 1 << 20
# A manifest names its files: so many bytes are a million of them.
MOST_MANIFEST = 200_000_000
# Text is packed to a twentieth, endless repetition to a thousandth. Small archives may do what they like.
MOST_RATIO, SMALL = 200, 100_000_000
# What no system takes for another folder, a drive or a control character.
NAME = re.compile(r"(?![A-Za-z]:)[^\x00-\x1f\\/]+")


class BadArchive(InputError):
    """The file is no backup that can be trusted; the message says why, and that nothing was changed."""


class StoredFile(BaseModel):
    """One file of an archive."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int
    sha256: str


class Manifest(BaseModel):
    """What an archive says of itself. `ledger` is the version of its tables, None where there was no ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    made_by: Literal["Servanda"]
    format: int
    made: str
    ledger: str | None
    counts: dict[str, int]
    files: dict[str, StoredFile]


class Writer:
    """An archive that is being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.files: dict[str, StoredFile] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> int:
        """Add a file; returns how many chunks it had."""
        digest, size, count = hashlib.sha256(), 0, 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        with self._file.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                count += 1
        self.files[name] = StoredFile(size=size, sha256=digest.hexdigest())
        return count

    def add_file(self, name: str, path: Path) -> None:
        """Add a file of the disk."""
        with path.open("rb") as file:
            self.add(name, iter(lambda: file.read(CHUNK), b""))

    def finish(self, made: str, ledger: str | None, counts: Mapping[str, int]) -> Manifest:
        """Add the manifest, the last file."""
        manifest = Manifest(made_by="Servanda", format=FORMAT, made=made, ledger=ledger, counts=dict(counts), files=dict(self.files))
        self.add(MANIFEST, [manifest.model_dump_json(indent=1).encode()])
        return manifest


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """An archive to fill: it becomes `path` only when it is whole, on the disk, and was read again without a fault.

    Nobody else may read it: it holds names. Raises OSError, BadArchive.
    """
    with drafted(path) as draft:
        draft.touch(0o600)
        with zipfile.ZipFile(draft, "w") as archive:
            yield Writer(archive)
        with reading(draft) as again:
            again.verify()


class Reader:
    """An archive whose names and sizes were found in order; its contents are checked as they are read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._path, self._archive, self.manifest = path, archive, manifest

    def names(self, kind: str) -> list[str]:
        """The files of a kind, in order."""
        return sorted(name for name in self.manifest.files if name.startswith(f"{kind}/"))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a file, no more than the manifest says. Raises BadArchive, at the end at the latest, where it is another."""
        listed, digest, left = self.manifest.files[name], hashlib.sha256(), self.manifest.files[name].size
        try:
            with self._archive.open(name) as file:
                while chunk := file.read(min(CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise BadArchive(f"{self._path}: {name} cannot be read ({error}); nothing was changed: use another backup") from error
        if left or digest.hexdigest() != listed.sha256:
            raise BadArchive(f"{self._path}: {name} is not what was backed up; nothing was changed: use another backup")

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table of the ledger; none where there was no ledger."""
        name, rest = f"ledger/{table}.jsonl", b""
        if name not in self.manifest.files:
            return
        for chunk in self.chunks(name):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines

    def verify(self) -> None:
        """Read everything. Raises BadArchive."""
        for name in self.manifest.files:
            for _ in self.chunks(name):
                pass


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """An archive whose layout is in order: no name leads elsewhere, nothing is more than it says. Raises BadArchive, OSError."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadArchive(f"{path} is no backup: it is no ZIP file, or only a part of one; nothing was changed") from error
    with archive:
        try:
            yield Reader(path, archive, _manifest(path, archive))
        except zipfile.BadZipFile as error:
            raise BadArchive(f"{path}: {error}; nothing was changed: use another backup") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """The manifest, once all that can be known without reading the files was found in order."""

    def bad(why: str) -> BadArchive:
        return BadArchive(f"{path}: {why}; nothing was changed")

    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if MANIFEST not in names:
        raise bad(f"it has no {MANIFEST}, so it is no backup made by: python -m etl backup")
    if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise bad(f"{MANIFEST} is larger than any backup has")
    content = _json(archive)
    form = content.get("format") if isinstance(content, dict) else None
    if isinstance(form, int) and form > FORMAT:
        raise bad(f"it was made by a newer Servanda (format {form}, this one reads {FORMAT}); restore it with that version")
    try:
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        raise bad(f"{MANIFEST} is not one ({error.errors()[0]['msg']})") from error
    if len(set(names)) != len(names) or set(names) != {MANIFEST, *manifest.files}:
        raise bad(f"its files are not those that {MANIFEST} names")
    for entry in entries:
        if entry.filename != MANIFEST and not _harmless(entry.filename):
            raise bad(f'the name "{entry.filename!a}" leads out of its folder')
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or entry.is_dir():
            raise bad(f"{entry.filename} is a link or a device, no file")
        if entry.filename != MANIFEST and entry.file_size != manifest.files[entry.filename].size:
            raise bad(f"{entry.filename} has another size than {MANIFEST} says")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > SMALL and unpacked > MOST_RATIO * path.stat().st_size:
        raise bad(f"unpacked it would take {unpacked / 1e9:,.0f} GB, which no backup of its size does")
    return manifest


def _json(archive: zipfile.ZipFile) -> object:
    try:
        with archive.open(MANIFEST) as file:
            return json.loads(file.read(MOST_MANIFEST))
    except (ValueError, zlib.error, EOFError, NotImplementedError, RuntimeError, RecursionError):
        return None


def _harmless(name: str) -> bool:
    """Whether a name stays in the folder of its kind, on every system."""
    parts = PurePosixPath(name).parts
    return (
        len(parts) > 1
        and parts[0] in KINDS
        and "/".join(parts) == name
        and all(NAME.fullmatch(part) and part.strip(". ") for part in parts)
    )
