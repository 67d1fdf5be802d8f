"""A real PostgreSQL for the tests of the ledger: one that is installed, else the system's package manager's.

`python -m tests.support.postgres` is part of the set-up of `make test`; without it these tests skip and say so.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import system_packages

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
SORRY = "NO POSTGRESQL and none could be installed: the tests of the ledger on PostgreSQL are skipped."


def find() -> Path | None:
    """The folder of initdb and postgres, or None."""
    onpath = shutil.which("initdb")
    folders = [Path(onpath).resolve().parent] if onpath else []
    folders += sorted((path for place in PLACES for path in Path("/").glob(place[1:])), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a new, empty server, gone at the end. It refuses to run as root: then it runs as its own user."""
    programs = find()
    assert programs, SORRY
    user = "postgres" if os.geteuid() == 0 else None
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "servanda", "--auth=trust", "--encoding=UTF8", "--locale=C"],
            user=user, check=True, capture_output=True, cwd=folder,
        )  # fmt: skip
        command = [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        with subprocess.Popen(command, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder) as server:
            try:
                for _ in range(200):
                    with socket.socket() as tried:
                        if tried.connect_ex(("127.0.0.1", port)) == 0:
                            break
                    time.sleep(0.05)
                yield f"postgresql://servanda@127.0.0.1:{port}/postgres"
            finally:
                server.terminate()
                server.wait(timeout=20)


if __name__ == "__main__":
    if not find():
        system_packages.install({"apt-get": "postgresql", "dnf": "postgresql-server", "brew": "postgresql"})
    if not find():
        print(SORRY, file=sys.stderr)
