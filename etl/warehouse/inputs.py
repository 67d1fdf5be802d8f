"""What a build is made from, as hashes: the build's id is a hash of all of it."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

CODE = Path(__file__).resolve().parent.parent
CODE_KINDS = (".py", ".sql", ".csv", ".po")
DATA_KINDS = (".yaml", ".csv")
# So many letters of an id name the content, and as many the days.
HALF = 8


@dataclass(frozen=True)
class Inputs:
    """Hashes of the files of the code and of the record, by their paths, and of what the ledger adds."""

    code: dict[str, bytes]
    data: dict[str, bytes]
    ledger: str

    @classmethod
    def of(cls, data: Path, ledger: str) -> "Inputs":
        """Hash everything; `ledger` is the fingerprint of what was accepted and reverted."""
        return cls(_hashes(CODE, CODE_KINDS), _hashes(data, DATA_KINDS), ledger)

    def identity(self, as_of: date, today: date) -> str:
        """The build id: a hash of the record, what was accepted, the code and the engine's version, then one of that and both days."""
        digest = hashlib.sha256(f"duckdb {duckdb.__version__} {self.ledger}\n".encode())
        for files in (self.code, self.data):
            digest.update(_joined(files))
        return build_id(digest.hexdigest(), as_of, today)


def build_id(content: str, as_of: date, today: date) -> str:
    """The id of a build of this content on these days: builds that differ only by their days share its first half."""
    days = hashlib.sha256(f"{content} as of {as_of.isoformat()} on {today.isoformat()}".encode()).hexdigest()
    return content[:HALF] + days[:HALF]


def code_identity() -> str:
    """A hash of the code and the engine's version."""
    content = _joined(_hashes(CODE, CODE_KINDS))
    return hashlib.sha256(f"duckdb {duckdb.__version__}\n".encode() + content).hexdigest()


def _hashes(folder: Path, kinds: tuple[str, ...]) -> dict[str, bytes]:
    """The hash of each file of these kinds, by its path, in order; what leads elsewhere or cannot be read is for the check to tell."""
    root, found = folder.resolve(), {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix in kinds):
        if path.is_file() and path.resolve().is_relative_to(root):
            with suppress(OSError), path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").digest()
    return found


def _joined(files: dict[str, bytes]) -> bytes:
    return b"".join(path.encode() + b"\0" + content for path, content in files.items())
