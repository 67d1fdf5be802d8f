"""A ledger of another version is migrated after it was copied, or refused and kept; so is a damaged one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl.ledger.connection import NoLedger
from etl.ledger.store import Ledger
from tests.support.faults import ledger_of, submitted


def test_an_older_ledger_is_migrated_after_it_was_copied(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    name = submitted(url)
    request.getfixturevalue("newer_schema")
    with closing(Ledger(url)) as ledger:
        assert [item.id for item in ledger.listed()] == [name] and ledger.wrong_entries() == []
        with ledger.at_one_moment() as connection:
            assert connection.execute(text("select version_num from alembic_version")).scalar() == "0002"
            if url.startswith("postgresql"):
                schema = connection.execute(text("select nspname from pg_namespace where nspname like 'before_0002%'")).scalar()
                assert connection.execute(text(f"select version_num from {schema}.alembic_version")).scalar() == "0001"
                assert connection.execute(text(f"select submission from {schema}.submissions")).scalars().all() == [name]
    if url.startswith("sqlite"):
        (copy,) = tmp_path.glob("ledger.sqlite.before-0002-*")
        with closing(sqlite3.connect(copy)) as copied:
            assert copied.execute("select version_num from alembic_version").fetchone() == ("0001",)
            assert copied.execute("select submission from submissions").fetchone() == (name,)
            assert copied.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path, newer_schema: None) -> None:
    url = ledger_of(tmp_path)
    (tmp_path / "migrations/versions/0002_more.py").rename(tmp_path / "0002_more.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.ledger.store.NEWEST", "0001")
        name = submitted(url)
    script = (tmp_path / "0002_more.py").read_text()
    (tmp_path / "migrations/versions/0002_more.py").write_text(script + "    op.execute('insert into nowhere values (1)')\n")
    with pytest.raises(NoLedger, match="did not take it"):
        Ledger(url)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as ledger:
        assert ledger.execute("select version_num from alembic_version").fetchone() == ("0001",)
        assert ledger.execute("select submission from submissions").fetchone() == (name,)
        assert ledger.execute("select count(*) from sqlite_master where name = 'added_later'").fetchone() == (0,)


def test_a_newer_ledger_is_refused_and_kept(url: str) -> None:
    submitted(url)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0099'"))
    with pytest.raises(NoLedger, match=r"was written by a newer Servanda .schema 0099, this one knows 0001.; it was left as it is"):
        Ledger(url)
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == "0099"
        assert connection.execute(text("select count(*) from submissions")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("damage", ["garbage", "cut"])
def test_a_damaged_ledger_is_a_sentence_and_is_kept(damage: str, tmp_path: Path) -> None:
    submitted(ledger_of(tmp_path))
    path = tmp_path / "ledger.sqlite"
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 500)
    else:
        path.write_bytes(path.read_bytes()[:10_000])
    content = path.read_bytes()
    with pytest.raises(NoLedger, match=r"is damaged: .*restore a backup"):
        submitted(ledger_of(tmp_path), "another")
    assert path.read_bytes() == content
