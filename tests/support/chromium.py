"""A Chromium for the browser tests: one that is installed, else the system's package manager's, else Playwright's own.

`python -m tests.support.chromium` is part of the set-up of `make test`; the tests themselves only look for what is there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support import system_packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
SORRY = "The browser tests need Chromium, and none could be found or installed. Install Chromium or Google Chrome, or name one with CHROMIUM=/path/to/it."


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return next((place for place in PLACES if Path(place).exists()), _playwright_own())


def install() -> str | None:
    """Install one: by the system's package manager where we may, else by Playwright."""
    system_packages.install({"apt-get": "chromium", "dnf": "chromium"})
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


def _playwright_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find() or install()
    sys.exit(0 if found else SORRY)
