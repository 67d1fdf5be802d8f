"""The folder of an export: written whole or not at all, and nothing that is not ours is ever removed.

The files are written into a draft beside it, then the folder is moved into place. A manifest names every file with its hash, so
that an earlier export can be told from anything else; it is replaced only while each of its files is as it was written.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from etl.atomic_files import aside_of, draft_of, sweep, sync, take_back
from etl.errors import InputError, is_full

MANIFEST = "export.json"


class OccupiedFolder(InputError):
    """The folder holds something that is not an earlier export; the message says what."""


def check_folder(folder: Path) -> None:
    """Raise OccupiedFolder unless the folder is missing, empty, or an earlier export as it was written."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OccupiedFolder(f"{folder} is a file; name a folder for the export")
    found = {path.name: path for path in folder.iterdir()}
    if not found:
        return
    written = _manifest(folder)
    if written is None:
        raise OccupiedFolder(f"{folder} holds {_some(found)} and is no earlier export; name another folder, or an empty one")
    foreign = sorted(set(found) - set(written) - {MANIFEST})
    if foreign:
        raise OccupiedFolder(f"{folder} also holds {_some(foreign)}, which no export wrote; move that elsewhere, or name another folder")
    for name, sha256 in written.items():
        if name in found and (not found[name].is_file() or found[name].is_symlink() or _hash(found[name]) != sha256):
            raise OccupiedFolder(f"{folder / name} was changed after it was exported; move it elsewhere, or name another folder")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files and a manifest of them as the whole content of the folder; an earlier export there is replaced.

    Raises OccupiedFolder where something else is in it (nothing is touched then), InputError or OSError where it cannot be written.
    """
    target = folder.resolve()
    take_back(target)
    check_folder(folder)
    sweep(target)
    draft = draft_of(target)
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        if is_full(error):
            raise
        raise InputError(f"{folder} cannot be written ({error.strerror}); check the path and its permissions") from error
    try:
        manifest = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        for name, content in {**files, MANIFEST: _document(manifest)}.items():
            with (draft / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        sync(draft)
        _swap(target, draft, aside_of(draft))
    finally:
        # Nobody but us knows this folder: it is gone by now, or nothing of it is wanted.
        shutil.rmtree(draft, ignore_errors=True)


def _swap(target: Path, draft: Path, before: Path) -> None:
    """Move the draft into place; whatever was there is taken aside first and put back where that fails."""
    if not target.exists():
        draft.rename(target)
        return
    target.rename(before)
    try:
        # What somebody put there since it was looked at first is not ours either.
        check_folder(before)
        draft.rename(target)
    except BaseException:
        before.rename(target)
        raise
    _remove(before)


def _remove(folder: Path) -> None:
    """Remove the files of an earlier export, and its folder where nothing else is left in it."""
    with suppress(OSError):
        for name in (*(_manifest(folder) or {}), MANIFEST):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def _manifest(folder: Path) -> dict[str, str] | None:
    """File name to hash as an earlier export wrote them down; None where there is no such list."""
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = read["files"]
        valid = read["made_by"] == "Servanda" and all(Path(name).name == name and isinstance(sha256, str) for name, sha256 in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(files) if valid else None


def _document(manifest: dict[str, str]) -> bytes:
    return (json.dumps({"made_by": "Servanda", "files": manifest}, indent=2) + "\n").encode()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _some(names: Mapping[str, Path] | list[str]) -> str:
    """The first few names."""
    listed = sorted(names)
    return ", ".join(f'"{name}"' for name in listed[:3]) + (" and more" if len(listed) > 3 else "")
