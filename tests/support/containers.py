"""What builds and runs a container in the tests: podman or docker; where there is none its test skips and says so.

`python -m tests.support.containers` is part of the set-up of `make test-full`.
"""

import shutil
import subprocess
import sys

from tests.support import system_packages

NONE = "NO PODMAN AND NO DOCKER that runs, and none could be installed: the Containerfile is not built in the tests."


def engine() -> str | None:
    """The program that builds and runs containers here, or None."""
    for name in ("podman", "docker"):
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    return None


if __name__ == "__main__":
    if engine() is None:
        system_packages.install({"apt-get": "podman", "dnf": "podman"})
    if engine() is None:
        print(NONE, file=sys.stderr)
