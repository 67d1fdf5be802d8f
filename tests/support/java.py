"""A Java for the tests on Apache Spark: one that is installed, else the system's package manager's.

`python -m tests.support.java` is part of the set-up of `make test`; without Java these tests skip and say so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import system_packages

NEWEST_ENOUGH = 17


def find() -> str | None:
    """The path of a Java that is new enough for Spark, or None."""
    home = os.environ.get("JAVA_HOME")
    path = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not path:
        return None
    try:
        output = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return None
    version = output.partition('"')[2].partition('"')[0].partition(".")[0]
    return path if version.isdigit() and int(version) >= NEWEST_ENOUGH else None


if __name__ == "__main__":
    if not find():
        system_packages.install({"apt-get": "openjdk-17-jre-headless", "dnf": "java-17-openjdk-headless", "brew": "openjdk@17"})
    if not find():
        print("NO JAVA 17 and none could be installed: the tests on Apache Spark will be skipped.", file=sys.stderr)
