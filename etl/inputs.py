"""What a build is made from, part by part, as hashes: the build's id is a hash of all of it, and a part that is as it was need not be read again."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

CODE = Path(__file__).parent
CODE_KINDS = (".py", ".sql", ".csv", ".po")
DATA_KINDS = (".yaml", ".csv")
DECLARATIONS = "declarations"


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

    def identity(self, as_of: date) -> str:
        """The build id: a hash of the record, what was accepted, the code, the engine's version and the as-of day."""
        digest = hashlib.sha256(f"duckdb {duckdb.__version__} as of {as_of.isoformat()} {self.ledger}\n".encode())
        for files in (self.code, self.data):
            digest.update(_joined(files))
        return digest.hexdigest()[:16]

    def parts(self) -> dict[str, str]:
        """Each part with its hash: the code, every file that all declarations share, all observations, every declaration's folder.

        What the ledger adds belongs to the observations and to the first declaration.
        """
        folders = sorted({path.split("/")[1] for path in self.data if path.startswith(f"{DECLARATIONS}/") and path.count("/") > 1})
        files: dict[str, dict[str, bytes]] = {name: {} for name in ("observations", *(f"{DECLARATIONS}/{folder}" for folder in folders))}
        for path, content in self.data.items():
            folder = "/".join(path.split("/")[: 2 if path.startswith(f"{DECLARATIONS}/") else 1])
            files.setdefault(folder, {})[path] = content
        hashes = {name: hashlib.sha256(_joined(content)).hexdigest() for name, content in files.items()}
        for name in ("observations", *(f"{DECLARATIONS}/{folder}" for folder in folders[:1])):
            hashes[name] += self.ledger
        return hashes | {"code": code_identity(self.code)}


def code_identity(files: dict[str, bytes] | None = None) -> str:
    """A hash of the code and the engine's version."""
    content = _joined(_hashes(CODE, CODE_KINDS) if files is None else files)
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
