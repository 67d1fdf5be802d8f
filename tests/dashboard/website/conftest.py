"""The sites that the tests read: written once in a run of tests, for they take seconds."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.i18n.languages import LANGUAGES
from etl.warehouse import builds
from tests.support.places import DATA
from tests.support.registers import FOLDER, edit_csv, edit_pledges, edit_yaml, make_internal
from tests.support.sites import ADDRESS, HOSTILE, QUICK_LANGUAGES, hosted, write_site
from tests.support.warehouses import made_once


@pytest.fixture(scope="session")
def languages(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The languages of the site: each takes ten seconds of a processor."""
    return LANGUAGES if request.config.getoption("--full") else QUICK_LANGUAGES


@pytest.fixture(scope="session")
def site(built: builds.Build, languages: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped record, to read."""

    def make(folder: Path) -> None:
        done = write_site(folder / "public", built.path.parent, "--lang", *languages)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "site", make) / "public"


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, in one language and with its address, of a record with internal items and with texts that try to be more than texts."""

    def make(folder: Path) -> None:
        record = folder / "data"
        shutil.copytree(DATA, record)
        make_internal(record)
        titles = {lang: f"Title {HOSTILE}" for lang in LANGUAGES}
        edit_pledges(record, D25={"title": titles, "summary": titles})

        def indicators(listed: list[dict[str, Any]]) -> None:
            (item,) = (item for item in listed if item["id"] == "trade-turnover")
            item.update(title=titles, definition=titles)

        edit_yaml(record, f"{FOLDER}/indicators.yaml", indicators)
        edit_csv(record, f"{FOLDER}/events.csv", lambda rows: rows[0].update(summary_en=HOSTILE))
        builds.build(record, folder / "w")
        done = write_site(folder / "public", folder / "w", "--lang", "en", "--address", ADDRESS)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "hostile-site", make) / "public"


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[str]:
    """The address of the site of the shipped record."""
    with hosted(site) as address:
        yield address
