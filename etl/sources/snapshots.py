"""Raw answers as they came, kept by source and day with their hash and licence, so that every figure can be traced and re-read."""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from etl.errors import InputError

HTML = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
SOURCE = re.compile(r"[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True)
class Snapshot:
    """One kept answer: what its sidecar says.

    `number` counts the answers kept of this address, `bytes` is the length, `etag` and `last_modified` are the publisher's,
    empty where it sent none.
    """

    url: str
    day: str
    number: int
    file: str
    sha256: str
    licence: str
    etag: str
    last_modified: str
    bytes: int


class Snapshots:
    """The kept answers of one source: `<folder>/<source>/<day>-<sha256[:12]>.<ext>`, beside each a JSON file for its address.

    Nothing is overwritten with other content and nothing removed. Raises InputError for a source that is no short name.
    """

    def __init__(self, folder: Path, source: str) -> None:
        if not SOURCE.match(source):
            raise InputError(f'source "{source}" is no short name; write small letters, digits and hyphens')
        self.folder = folder / source

    def newest(self, url: str) -> tuple[Snapshot, bytes] | None:
        """The last answer kept of an address with its body, or None; a body that no longer has its hash counts as not kept."""
        known = [snapshot for snapshot in self._sidecars(url) if snapshot.url == url]
        if not known:
            return None
        snapshot = max(known, key=lambda one: one.number)
        try:
            body = (self.folder / snapshot.file).read_bytes()
        except FileNotFoundError:
            return None
        return (snapshot, body) if hashlib.sha256(body).hexdigest() == snapshot.sha256 else None

    def keep(self, url: str, body: bytes, day: date, licence: str, etag: str = "", last_modified: str = "") -> Snapshot:
        """Keep an answer; one like the newest of its address is not kept again."""
        sha256 = hashlib.sha256(body).hexdigest()
        newest = self.newest(url)
        if newest and newest[0].sha256 == sha256:
            return newest[0]
        number = 1 + max((snapshot.number for snapshot in self._sidecars(url)), default=0)
        file = f"{day.isoformat()}-{sha256[:12]}.{_extension(body)}"
        snapshot = Snapshot(url, day.isoformat(), number, file, sha256, licence, etag, last_modified, len(body))
        self.folder.mkdir(parents=True, exist_ok=True)
        # The sidecar comes last: a body without one, from a run that was killed, is not looked at.
        _write(self.folder / file, body)
        _write(self._sidecar(file, url), json.dumps(asdict(snapshot), ensure_ascii=False, indent=1).encode())
        return snapshot

    def _sidecar(self, file: str, url: str) -> Path:
        # Two addresses may answer alike on one day (nothing, say); each has its own sidecar.
        return self.folder / f"{file}.{_short(url)}.json"

    def _sidecars(self, url: str) -> list[Snapshot]:
        return [Snapshot(**json.loads(path.read_text(encoding="utf-8"))) for path in self.folder.glob(f"*.{_short(url)}.json")]


def _short(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def _extension(body: bytes) -> str:
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:4]
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start[:1] in (b"{", b"["):
        return "json"
    if start == b"%PDF":
        return "pdf"
    if HTML.match(body.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "xml" if start[:1] == b"<" else "csv"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
