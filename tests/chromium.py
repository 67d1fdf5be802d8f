"""A Chromium for the browser tests: one that is installed, else the system's package manager's, else Playwright's own.

`python -m tests.chromium` is part of the set-up of `make test`; the tests themselves only look for what is there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

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
    for command in _package_managers():
        print("installing Chromium:", " ".join(command), file=sys.stderr)
        if subprocess.run(command, check=False).returncode == 0 and find():
            return find()
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


def _package_managers() -> list[list[str]]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not root and not shutil.which("sudo"):
        return []
    if shutil.which("apt-get"):
        return [[*sudo, "apt-get", "update", "-qq"], [*sudo, "apt-get", "install", "-y", "-qq", "chromium"]]
    if shutil.which("dnf"):
        return [[*sudo, "dnf", "install", "-y", "chromium"]]
    return []


def _playwright_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find() or install()
    sys.exit(0 if found else SORRY)
