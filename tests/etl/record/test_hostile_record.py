"""A hostile record is shown as texts or refused with a sentence; what reads it neither ends nor hangs nor follows it elsewhere."""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etl.record.files import DEEPEST, LONGEST_LINE, Problem, read_csv, read_yaml
from etl.record.kinds import ENTRIES
from etl.record.load import in_words, load
from etl.record.models import Event, Geo, Indicator, Observation, Pledge, Source, Texts, Unit
from etl.submissions.checked_record import check
from etl.text_validation import in_line, unfit
from tests.support.hostile_record import URL
from tests.support.hostile_texts import ALL_REFUSED, ALL_SHOWN, DAYS, NUMBERS, REFUSED, RUN, SHOWN
from tests.support.places import DATA, ROOT
from tests.support.registers import FOLDER, comment, correction, edit_csv, edit_pledges, edit_yaml
from tests.support.source_texts import messages

BAD_LINKS = [
    *(text for text in SHOWN["addresses"] if not text.startswith(("http://evil.example/x", "https://evil.example/x.png", "http://evil.example:80"))),
    "https://", "http://", "https:///x", "http:// x", "https://evil.example/ x", 'https://evil.example/"onclick="x', "https://evil.example/<script>",
    "https://evil.example\\@gov.kz/", "https://gov.kz@evil.example/", "https://user:word@evil.example/", "https://evil.example/\tx", "https://evil.example/`x`",
    "HTTP://evil.example/", " https://evil.example/", "https://evil.example/\n", "https://#x", "https://?x", "jar:https://evil.example/", "view-source:https://x",
]  # fmt: skip
FUZZ = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def refused(model: Any, item: dict[str, Any]) -> list[str]:
    """The sentences with which a model refuses an item; none where it takes it."""
    try:
        model.model_validate(item)
    except ValidationError as error:
        return [str(in_words(detail)) for detail in error.errors()]
    return []


def items() -> dict[Any, dict[str, Any]]:
    """One right item of each kind that holds texts, as a file has it."""
    loaded = load(DATA).record
    folder = loaded.declarations[0]
    found = {type(item): item.model_dump(mode="json") for item in (
        folder.pledges[0], folder.indicators[0], folder.events[0], folder.codings[0], folder.searches[0], loaded.sources[0], loaded.units[0],
        loaded.geos[0], loaded.proper_names[0], loaded.observations[0], loaded.derived[0], folder.glossary[0], folder.declaration,
    )}  # fmt: skip
    rows = {"comments": comment(), "corrections": correction()}
    return found | {
        ENTRIES[name]: {**row, "concerns": tuple(row.get("concerns", "").split())} if name == "corrections" else row
        for name, row in rows.items()
    }


ITEMS = items()


def free_texts(item: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every text of an item that nothing but its meaning bounds."""
    if isinstance(item, dict):
        return [way for name, value in item.items() for way in free_texts(value, (*path, name))]
    if isinstance(item, list | tuple):
        return [way for number, value in enumerate(item[:1]) for way in free_texts(value, (*path, number))]
    return [path] if isinstance(item, str) else []


def with_text(item: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    if isinstance(item, dict):
        return {**item, path[0]: with_text(item[path[0]], path[1:], text)}
    return [with_text(value, path[1:], text) if number == path[0] else value for number, value in enumerate(item)]


@pytest.mark.parametrize("model", ITEMS, ids=lambda model: model.__name__)
def test_a_text_that_cannot_be_meant_is_refused_in_every_field_of_every_kind(model: Any) -> None:
    item = ITEMS[model]
    assert refused(model, item) == []
    for number, path in enumerate(free_texts(item)):
        bad = ALL_REFUSED[number * 7 % len(ALL_REFUSED)]
        summary = refused(model, with_text(item, path, f"{bad} "))
        assert summary, (path, bad[:40])
        for sentence in summary:
            assert len(sentence) < 700 and in_line(sentence, 700) == sentence, sentence


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=pytest.mark.full if number % 3 else []) for number, kind in enumerate(REFUSED)])
def test_what_cannot_be_meant_is_told_from_what_can(kind: str) -> None:
    texts = messages()
    for text in REFUSED[kind]:
        why = unfit(text)
        assert why is not None and why.text in texts, ascii(text[:40])
        assert refused(Texts, dict.fromkeys(("en", "fr", "ru", "kk"), text))


def test_whatever_can_be_meant_is_taken_as_it_is() -> None:
    for text in ALL_SHOWN:
        assert unfit(text) is None, ascii(text[:40])
        assert Texts(en=text, fr=text, ru=text, kk=text).en == text


@FUZZ
@given(st.text(max_size=200))
def test_no_text_that_is_taken_holds_what_files_and_terminals_cannot(text: str) -> None:
    if unfit(text) is None:
        assert not [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") and letter not in "\t\n"]
        text.encode()
    assert "\n" not in in_line(text) and "\x1b" not in in_line(text)


@pytest.mark.parametrize("url", BAD_LINKS, ids=ascii)
def test_a_link_is_an_address_of_the_web_and_nothing_else(url: str) -> None:
    for model, field in ((Source, "url"), (Event, "url"), (Observation, "url")):
        assert refused(model, {**ITEMS[model], field: url}), url
        assert refused(model, {**ITEMS[model], field: URL}) == []


def test_ids_and_codes_cannot_be_paths_formulas_or_markup() -> None:
    bad = [text for text in ALL_SHOWN if not re.fullmatch("[a-z0-9][a-z0-9-]*", text)]
    for text in (*bad, "../x", "x/y", "x.y\\z", "a" * 300):
        for model, field in ((Pledge, "id"), (Indicator, "id"), (Source, "id"), (Event, "id")):
            assert refused(model, {**ITEMS[model], field: text}), (model, text)
        if not text.replace(".", "").replace("-", "").replace("_", "").isalnum():
            for model, field in ((Unit, "code"), (Geo, "code")):
                assert refused(model, {**ITEMS[model], field: text}), (model, text)
    for text in (text for kind in ("html", "sql", "formulas") for text in SHOWN[kind] if any(letter in "<'=(" for letter in text)):
        assert refused(Observation, {**ITEMS[Observation], "series": text}), text


@pytest.mark.parametrize("text", [*NUMBERS, *DAYS], ids=lambda text: ascii(text[:20]))
def test_odd_numbers_and_days_are_refused_or_what_they_say(text: str) -> None:
    for field in ("value", "published", "recorded", "period"):
        item = {**ITEMS[Observation], field: text}
        try:
            made = Observation.model_validate(item)
        except ValidationError as error:
            assert all(str(in_words(detail)) for detail in error.errors())
            continue
        assert made.value is None or abs(made.value) < float("inf")
        assert made.model_dump(mode="json")


@pytest.mark.parametrize(
    "code",
    ["2025\n", "٢٠٢٥", "2025-０１", "2025-Q１", "2025-01-01/P0D", "2025-01-01/P٣M", "2025 ", "2025-01-01/P" + "9" * 5_000 + "M"],
    ids=ascii,
)
def test_a_period_has_one_way_to_be_written(code: str) -> None:
    (sentence,) = refused(Observation, {**ITEMS[Observation], "period": code})
    assert "is no period" in sentence or "is no day" in sentence


# Files.
LAUGHS = "\n".join(["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))])
YAML_FILES = {
    "billion laughs": (LAUGHS, "repeated by an alias"),
    "a circle": ("- &a [*a]", "repeated by an alias"),
    "a circle of keys": ("&a {x: *a}", "repeated by an alias"),
    "an alias as a key": ("- &a x\n- {*a : y}", ""),
    "a list as a key": ("- ? [a, b]\n  : c", "a key is a list or a mapping"),
    "nested lists": ("[" * 200_000, f"more than {DEEPEST} levels"),
    "nested mappings": ("{a: " * 200_000, f"more than {DEEPEST} levels"),
    "nested lines": ("- " * 200_000 + "x", f"more than {DEEPEST} levels"),
    "a huge number": ("- id: " + "9" * 6_000, ""),
    "no digits": ('- id: !!int "²"\n- id: !!int "+-5"\n- x: !!float "x"\n- y: !!bool ""', ""),
    "tags": ("- !!python/object/apply:os.system [id]\n- !!python/name:os.system x\n- !<x> y", ""),
    "a key twice": ("- id: x\n  id: y", 'the key "id" stands twice here'),
    "a merge": ("- <<: {id: x}", ""),
    "two documents": ("- x\n---\n- y", "bad YAML"),
    "no end": ('- "x', "bad YAML"),
    "an escape": ('- id: "x\\0\\u202e\\ud800"', ""),
    "a control": ("- \x07", "control characters"),
    "a tab": ("-\tid:\tx\n\t- y", ""),
    "a directive": ("%YAML 9.9\n%TAG ! x\n--- !y\n- z", ""),
    "nothing": ("null", "the file is empty"),
    "only a mark": ("\ufeff", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML_FILES)
def test_a_hostile_yaml_file_is_read_or_refused_at_once(name: str, tmp_path: Path) -> None:
    content, says = YAML_FILES[name]
    path = tmp_path / "pledges.yaml"
    path.write_text(content, encoding="utf-8")
    problems: list[Problem] = []
    read_yaml(path, tmp_path, problems)
    sentence = "\n".join(map(str, problems))
    assert says in sentence, sentence[:300]
    assert all(str(problem).startswith("pledges.yaml:") and len(str(problem)) <= LONGEST_LINE for problem in problems)


def test_a_hostile_file_does_not_end_the_command(record: Path) -> None:
    """The deepest nesting ends a whole process, not with an exception: so a process is asked."""
    (record / FOLDER / "pledges.yaml").write_text("[" * 1_000_000, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "etl", "check", "--data", str(record)], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert ran.returncode == 1, ran.returncode
    assert f"{FOLDER}/pledges.yaml:1: bad YAML: more than {DEEPEST} levels" in ran.stdout.decode()
    assert "Traceback" not in ran.stderr.decode()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1251", "koi8-r", "utf-16-le"])
def test_another_encoding_is_named_not_guessed(encoding: str, record: Path) -> None:
    path = record / FOLDER / "pledges.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding, errors="replace"))
    lines = [str(problem) for problem in check(record).problems]
    assert any(line.startswith(f"{FOLDER}/pledges.yaml:") and ("is not UTF-8" in line or "bad YAML" in line) for line in lines)


def test_a_file_that_leads_elsewhere_is_not_read(record: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("- id: {secret: zerzura}\n", encoding="utf-8")
    for name in ("sources.yaml", f"{FOLDER}/pledges.yaml", f"{FOLDER}/events.csv", f"{FOLDER}/declaration.yaml"):
        path = record / name
        path.unlink()
        path.symlink_to(secret)
    folder = tmp_path / "elsewhere"
    (record / FOLDER).rename(folder)
    (record / FOLDER).symlink_to(folder, target_is_directory=True)
    lines = [str(problem) for problem in check(record).problems]
    assert any(line.startswith("sources.yaml:1: this leads out of the record") for line in lines)
    assert any(line.startswith(f"{FOLDER}/pledges.yaml:1: this leads out of the record") for line in lines)
    assert "zerzura" not in "\n".join(lines)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_no_file(record: Path) -> None:
    (record / "sources.yaml").unlink()
    os.mkfifo(record / "sources.yaml")
    assert "sources.yaml:1: this is no file; put the file of that name here" in map(str, check(record).problems)


def test_hostile_csv_rows_are_told_by_line(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for content, says in (
        ("a,b,a\n1,2,3\n", "has a twice"), ('a,b\n"x\n', "bad CSV"), ("a,b\n" + "x" * 200_000 + ",y\n", "field larger"), ("a,b\n1\n", "1 cells where"),
        ("a\n1\n", "has no b"), ("", "has no a, b"), ('a,b\n"x"y,z\n', "bad CSV"),
    ):  # fmt: skip
        path.write_text(content, encoding="utf-8")
        problems: list[Problem] = []
        read_csv(path, tmp_path, ("a", "b"), problems)
        assert says in "\n".join(map(str, problems)), content[:40]
    edit_csv(record, f"{FOLDER}/events.csv", lambda rows: rows[0].update(summary_en="x\x1b[2Jy", url=f"javascript:{RUN}"))
    lines = [str(problem) for problem in check(record).problems]
    assert any("U+001B" in line and line.startswith(f"{FOLDER}/events.csv:2: ") for line in lines)
    assert any("is no link" in line for line in lines)
    assert all(line.isprintable() for line in lines)


def test_a_problem_is_one_line_whatever_it_quotes(record: Path) -> None:
    edit_pledges(record, D01={"domain": "x\n" + "y" * 5_000 + "\x1b[31m", "grade": "A\nfake.yaml:1: all is well"})
    edit_yaml(record, f"{FOLDER}/indicators.yaml", lambda listed: listed[0].update(series=["x\nfake.yaml:1: all is well"]))
    with (record / "units.yaml").open("a", encoding="utf-8") as file:
        file.write('- "x\\e[2J\\nfake.yaml:1": 1\n  "x\\e[2J\\nfake.yaml:1": 1\n')
    sentence = check(record).problems
    assert any("stands twice here" in problem.message for problem in sentence)
    for problem in sentence:
        assert str(problem).isprintable() and len(str(problem)) <= LONGEST_LINE


def test_line_ends_of_any_kind_read_alike(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "x.csv").write_bytes(end.join(["a,b", '1,"two', 'lines"', ""]).encode())
        assert read_csv(tmp_path / "x.csv", tmp_path, ("a", "b"), []) == [(2, {"a": "1", "b": "two\nlines"})]


@FUZZ
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(0, 3_000))
def test_any_text_in_a_yaml_file_is_a_problem_or_a_text(text: str, at: int) -> None:
    """Broken in the middle of a file, whatever is typed there: a problem with its line, or the record it says."""
    content = SHORT[:at] + text + SHORT[at:]
    (FUZZED / "pledges.yaml").write_text(content, encoding="utf-8")
    problems: list[Problem] = []
    found = read_yaml(FUZZED / "pledges.yaml", FUZZED, problems)
    assert problems or found.data is not None
    assert all(problem.line >= 1 and len(str(problem)) <= LONGEST_LINE for problem in problems)


SHORT = (DATA / FOLDER / "pledges.yaml").read_text(encoding="utf-8")[:3_000]


@pytest.fixture(autouse=True, scope="module")
def _fuzzed(tmp_path_factory: pytest.TempPathFactory) -> None:
    global FUZZED  # noqa: PLW0603  Hypothesis gives no folder to each example
    FUZZED = tmp_path_factory.mktemp("fuzzed")


FUZZED = Path()
