"""Streamlit as after an upgrade: another installation, whose scripts and styles all have other names."""

import re
import shutil
from pathlib import Path

import streamlit

# Streamlit's files bear a hash of their content before the ending.
HASHED = re.compile(rb"\.[\w-]{8}(?=\.(?:js|css|woff2)\b)")


def install(folder: Path) -> Path:
    """Copy Streamlit, its hashed files under other names; returns what to put before everything else on Python's path."""
    # Elsewhere Streamlit takes itself for its developers' own.
    place = folder / "site-packages"
    copy = Path(shutil.copytree(Path(streamlit.__file__).parent, place / "streamlit", ignore=shutil.ignore_patterns("__pycache__")))
    files = [path for path in (copy / "static").rglob("*") if path.is_file()]
    renamed = {path.name.encode(): HASHED.sub(_other, path.name.encode()) for path in files if HASHED.search(path.name.encode())}
    assert len(renamed) > 100, "Streamlit names its files in another way now"
    for path in files:
        if path.suffix in (".html", ".js", ".css"):
            path.write_bytes(HASHED.sub(_other, path.read_bytes()))
        path.rename(path.with_name(renamed.get(path.name.encode(), path.name.encode()).decode()))
    return place


def _other(found: re.Match[bytes]) -> bytes:
    """As long as a hash, and another one."""
    return b"." + found[0][:0:-1]
