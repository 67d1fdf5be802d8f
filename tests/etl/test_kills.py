"""A program killed at any moment leaves what was there before or what it made, whole."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.atomic_files import take_back
from etl.export.output_folder import check_folder, write_folder
from etl.warehouse import builds
from etl.warehouse.checksums import is_sound
from tests.support.faults import everything
from tests.support.killed_process import killed_at, posix
from tests.support.places import DATA, ROOT

pytestmark = pytest.mark.slow


@posix
def test_a_killed_export_leaves_the_one_before_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old, new = ({f"{letter}.csv": f"{letter} {age}".encode() for letter in "abcdef"} for age in ("old", "new"))
    write_folder(out, old)
    seen = set()
    for number in range(1, 80):
        ended = not killed_at(number, tmp_path, lambda: write_folder(out, new))
        if not out.exists():
            # Between two renames: whoever comes next puts the old one back first.
            seen.add("aside")
            take_back(out)
        check_folder(out)
        found = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "export.json"}
        assert found in (old, new)
        seen.add("new" if found == new else "old")
        if ended:
            break
        shutil.rmtree(out)
        write_folder(out, old)
    assert seen >= {"old", "new", "aside"}


def kill_builds(folder: Path, moments: Iterator[int]) -> set[str]:
    """Kill builds before their nth change; whatever happens, a whole build serves."""
    seen = set()
    builds.build(DATA, folder, date(2026, 1, 31))
    for number in moments:
        before = builds.current(folder)
        code = (
            "import sys; from pathlib import Path; from datetime import date; from tests.support.killed_process import _kill_at;"
            f"from etl.warehouse import builds; _kill_at({number}, {str(folder)!r}); builds.build(Path('data'), Path({str(folder)!r}))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
        now = builds.current(folder)
        assert is_sound(now.path) or done.returncode != 0
        assert everything(now)
        seen.add("new" if now != before else "old")
        if done.returncode == 0:
            break
        for path in folder.glob(f"{now.id}*" if now != before else "nothing"):
            path.unlink(missing_ok=True)
        builds.build(DATA, folder, date(2026, 1, 31))
    return seen


@pytest.mark.full
@posix
def test_builds_killed_before_each_of_their_changes(tmp_path: Path) -> None:
    assert kill_builds(tmp_path / "w", iter(range(1, 60))) == {"old", "new"}
