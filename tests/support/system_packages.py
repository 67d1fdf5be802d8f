"""Programs the tests need, by the system's package manager where we may use it."""

import os
import shutil
import subprocess
import sys


def install(packages: dict[str, str]) -> None:
    """Install a package: its name by package manager, such as {"apt-get": "chromium", "dnf": "chromium"}."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root and not shutil.which("sudo"):
        return
    sudo = [] if root else ["sudo", "-n"]
    for manager, package in packages.items():
        if shutil.which(manager):
            if manager == "apt-get":
                subprocess.run([*sudo, manager, "update", "-qq"], check=False)
            print(f"installing {package} with {manager}", file=sys.stderr)
            subprocess.run([*sudo, manager, "install", "-y", package], check=False, stdout=subprocess.DEVNULL)
            return
