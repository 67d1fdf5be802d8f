"""A real nginx for the tests behind a proxy: one that is installed, else the system's package manager's.

`python -m tests.support.nginx` is part of the set-up of `make test`; without it these tests skip and say so.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import system_packages

SORRY = "NO NGINX and none could be installed: the tests behind a proxy are skipped."
TEMPORARY_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def find() -> str | None:
    """The path of nginx, or None."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")


@contextmanager
def serving(site: str, folder: Path) -> Iterator[None]:
    """nginx with a file as it stands in conf.d, all it writes in `folder`."""
    program = find()
    assert program, SORRY
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "\n".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY_FOLDERS)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n{temporary}\ninclude {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen([*command, "-g", "daemon off;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for port in re.findall(r"listen 127\.0\.0\.1:(\d+)", site):
                _wait_for(int(port))
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


if __name__ == "__main__":
    if not find():
        system_packages.install({"apt-get": "nginx-light", "dnf": "nginx", "brew": "nginx"})
    if not find():
        print(SORRY, file=sys.stderr)
