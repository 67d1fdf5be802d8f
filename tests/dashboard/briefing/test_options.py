"""What somebody chooses for a briefing: texts edited by hand are marked, choices are kept, wrong ones are told in one sentence."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.__main__ import main
from dashboard.access import visitor
from dashboard.briefing import presets
from dashboard.briefing.document import Drawing, Table
from dashboard.briefing.html import render as html
from dashboard.briefing.make import make, render
from dashboard.briefing.options import BadChoice, Choice, Edit
from dashboard.briefing.story.compose import tell
from etl.ledger import roles
from etl.warehouse import builds
from tests.support.briefings import TWO_DOMAINS
from tests.support.places import ROOT
from tests.support.registers import PLEDGE, SECRET, make_internal


def test_edited_text_is_marked_and_its_strange_numbers_listed(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    plain = tell(connection, built.id, Choice(domains=TWO_DOMAINS))
    edits = {
        "headline": Edit(message="4 of 5 have a status, and 4321 do not."),
        "domain-energy": Edit(body="The pipeline carried 70.52 million t in 2025.\n\n- one\n- two"),
        "moved": Edit(message=plain.parts[1].message),
        "gone": Edit(notes="of a part that is not told"),
    }
    briefing = tell(connection, built.id, Choice(domains=TWO_DOMAINS, edits=edits))
    headline, moved, energy, migration, _ = briefing.parts
    assert headline.unmatched == ("4321",) and headline.edited.endswith(":")
    assert energy.edited == "Edited by hand." and energy.unmatched == ()
    assert [block for block in energy.blocks if isinstance(block, Table | Drawing)] == [
        block for block in plain.parts[2].blocks if isinstance(block, Table | Drawing)
    ]
    assert (moved, migration) == (plain.parts[1], plain.parts[3])
    content = html.render(briefing, b"{}").decode()
    assert "numbers that match nothing in the build: 4321" in content
    assert content.count('class="br-edited"') == 2


def test_states(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    one = Choice(parts=("gaps",))
    draft = html.render(tell(connection, built.id, one), b"{}").decode()
    assert '<div class="br-mark" aria-hidden="true" data-said="Draft"></div>' in draft
    cleared = tell(connection, built.id, one.model_copy(update={"state": "cleared", "by": "Aigerim <A>"}))
    assert "br-mark" not in html.render(cleared, b"{}").decode().partition("</style>")[2]
    assert "Cleared by Aigerim &lt;A&gt;" in html.render(cleared, b"{}").decode()
    with pytest.raises(BadChoice, match="name of the person"):
        tell(connection, built.id, one.model_copy(update={"state": "cleared"}))
    assert cleared.content_hash != replace(cleared, state_text="x").content_hash


def test_edited_text_is_never_read_as_html(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    sly = "</script><script>alert(1)</script><img src=//example.org/x>"
    briefing, payload = make(built, Choice(parts=("gaps",), edits={"gaps": Edit(message=sly, body=sly, notes=sly)}))
    content = html.render(briefing, payload).decode()
    assert "<img" not in content and content.count("<script") == 2


def test_presets_are_kept_and_used(built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_PRESETS", str(tmp_path / "presets"))
    choice = Choice(
        lang="fr", domains=TWO_DOMAINS, state="cleared", by="A", as_of=date(2026, 1, 1), edits={"gaps": Edit(notes="Dire merci.")}
    )
    presets.save("Énergie et migration", choice)
    assert presets.names() == ["Énergie et migration"]
    stored = presets.load("Énergie et migration")
    assert stored == choice.model_copy(update={"state": "draft", "by": "", "as_of": None})
    out = tmp_path / "note.html"
    command = ["briefing", "--format", "html", "--preset", "Énergie et migration", "--warehouse", str(built.path.parent), "-o", str(out)]
    assert main(command) == 0
    content = out.read_text(encoding="utf-8")
    assert '<html lang="fr">' in content and "Dire merci." in content
    for name in ("../outside", "", "a" * 80, ".hidden"):
        with pytest.raises(BadChoice):
            presets.save(name, choice)
    assert main([*command[:4], "none", *command[5:]]) == 1
    (tmp_path / "presets" / "broken.json").write_text('{"lang": 5}', encoding="utf-8")
    with pytest.raises(BadChoice, match=r"broken\.json: lang"):
        presets.load("broken")


@pytest.mark.parametrize(
    ("options", "texts_of"),
    [
        (["--domain", "oil"], 'there is no domain "oil"; choose from: culture'),
        (["--pledge", "D99"], 'there is no pledge "D99"'),
        (["--part", "end"], 'there is no part "end"'),
        (["--declaration", "x"], 'there is no declaration "x"'),
        (["--as-of", "2020-01-01"], "choose a day from 2025-11-12"),
        (["--since", "2030-01-01"], "choose a day from 2025-11-12"),
        (["--state", "cleared"], "needs the name of the person"),
        (["--warehouse", "nowhere"], "run: python -m etl build"),
    ],
)
def test_a_wrong_choice_is_told_in_one_sentence(
    built: builds.Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], texts_of: str
) -> None:
    out = tmp_path / "x.html"
    assert main(["briefing", "--format", "html", "-o", str(out), "--warehouse", str(built.path.parent), *options]) == 1
    message = capsys.readouterr().err
    assert texts_of in message and message.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_internal_is_in_no_briefing(tmp_path: Path, record: Path) -> None:
    make_internal(record)
    builds.build(record, tmp_path / "w")
    published = builds.current(tmp_path / "w")
    content = render(published, Choice(domains=("security", "transport")), "html").decode()
    assert SECRET not in content
    with pytest.raises(BadChoice):
        render(published, Choice(pledges=(PLEDGE,)), "html")


def test_only_who_may_edit_saves_choices_and_clears(built: builds.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(built.path.parent))

    def labels() -> list[str]:
        app = AppTest.from_file(str(ROOT / "dashboard/views/briefing.py"), default_timeout=60)
        app.query_params["length"] = "one-page"
        app.run()
        assert not app.exception
        return [item.label for item in (*app.button, *app.selectbox, *app.text_input)]

    seen = labels()
    assert "Make the file" in seen and not {"Save", "Save this choice as", "State"} & set(seen)
    monkeypatch.setattr(visitor, "visitor", lambda: visitor.Visitor("local", "Aliya", roles.ALL_ROLES))
    assert {"Save", "Save this choice as", "State"} <= set(labels())
