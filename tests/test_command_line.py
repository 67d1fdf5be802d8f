"""The command line as a newcomer meets it: help of every command and option, the order, what to do about a misspelt word, the version."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dashboard.__main__ import GROUP as DASHBOARD
from dashboard.__main__ import main as dashboard
from etl import __version__
from etl.__main__ import GROUP as ETL
from etl.__main__ import main as etl
from servanda.__main__ import GROUP as SERVANDA
from servanda.__main__ import main as servanda
from tests.support.places import ROOT


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group, with the words it is called by."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


EVERY = dict(commands(SERVANDA))


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_explains_itself_its_options_and_gives_an_example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert servanda([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"\nexample: servanda {' '.join(words)}" in shown
    for parameter in EVERY[words].params:
        assert not isinstance(parameter, click.Option) or parameter.help, (words, parameter.name)
        if isinstance(parameter, click.Option) and not parameter.required and not parameter.is_flag and parameter.name not in UNSET:
            assert "default: " in shown.split(max(parameter.opts, key=len), 1)[1], (words, parameter.name)


# Optional without a default that could be named: a file or an address, or none.
UNSET = ("series", "observations", "codings", "address")


def test_help_lists_commands_in_the_order_of_their_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert etl(["--help"]) == 0
    listed = re.findall(r"^  ([a-z]+)  +[A-Z]", capsys.readouterr().out, re.MULTILINE)
    assert listed == list(ETL.entries) and listed[:3] == ["check", "build", "status"] and listed[-3:] == ["backup", "restore", "doctor"]
    assert list(SERVANDA.entries) == ["init", *ETL.entries, *DASHBOARD.entries], "one name for all of them"
    assert servanda(["review", "--help"]) == 0
    listed = re.findall(r"^  ([a-z]+)  +[A-Z]", capsys.readouterr().out, re.MULTILINE)
    assert listed == ["list", "show", "accept", "reject", "revert", "comment"]


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (["stauts"], "Did you mean 'status'?"),
        (["review", "acept", "S1"], "Did you mean 'accept'?"),
        (["status", "--formt", "json"], "Did you mean '--format'?"),
        (["briefing", "--fromat", "html"], "--format"),
    ],
)
def test_a_misspelt_word_is_one_line_that_says_what_was_meant(call: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert servanda(call) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert meant in line and "Help: servanda " in line


def test_wrong_calls_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    for call, why in (
        (["status", "--format", "pdf"], "'pdf' is not one of 'table', 'json', 'csv'"),
        (["status", "--as-of", "tomorrow"], '"tomorrow" is no day; write it as 2025-11-12'),
        (["explain"], "Missing argument 'PLEDGE'"),
        (["review", "accept", "S1"], "Missing option '--by'"),
        (["status", "--format", "csv", "--summary"], "ask for --format json or table"),
        (["serve", "--port", "a"], "--port"),
        (["site", "out", "--address", "example.org"], "is no address of the web"),
    ):
        assert servanda(call) == 2, call
        (line,) = capsys.readouterr().err.splitlines()
        assert why in line, call
    assert servanda([]) == 2
    assert "COMMAND" in capsys.readouterr().err


def test_the_site_takes_several_languages_behind_one_option(capsys: pytest.CaptureFixture[str]) -> None:
    site = EVERY[("site",)]
    for call in (["out", "--lang", "en", "ru", "kk"], ["--lang", "en", "ru", "--lang", "kk", "out"]):
        with site.make_context("site", call) as context:
            assert (context.params["languages"], str(context.params["folder"])) == (("en", "ru", "kk"), "out")
    assert servanda(["site", "out", "--lang", "en", "xx"]) == 2


def test_everything_tells_one_version(capsys: pytest.CaptureFixture[str]) -> None:
    for main in (etl, dashboard, servanda):
        assert main(["--version"]) == 0
        assert capsys.readouterr().out == f"Servanda {__version__}\n"
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_messages_name_commands_as_the_program_was_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert servanda(["status", "--warehouse", str(tmp_path)]) == 1
    assert "run: servanda build" in capsys.readouterr().err
    assert etl(["status", "--warehouse", str(tmp_path)]) == 1
    assert "run: python -m etl build" in capsys.readouterr().err


def test_help_imports_no_command_and_is_there_at_once() -> None:
    asked = "import sys; from servanda.__main__ import main; main(['--help']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "etl.commands.lazy_group" in loaded
    assert not {"duckdb", "pydantic", "streamlit", "etl.commands.status", "dashboard.commands.serve"} & set(loaded)
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "etl", "--help"], cwd=ROOT, capture_output=True, check=True)
        taken.append(time.perf_counter() - started)
    assert min(taken) < 0.3, taken
