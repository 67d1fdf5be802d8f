"""The file of roles: who may do what by the commands, whatever the case of an address; a wrong file gives nobody a role."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl import audit_log
from etl.__main__ import main
from etl.ledger import roles as rights
from tests.support.submissions import PASSENGERS, SENT, form

pytestmark = pytest.mark.slow

# The file of roles.


def test_roles_are_read_whatever_the_case_of_an_address(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("Aliya@Example.org: [submitter]\nsub:aB: [reviewer]\n")
    file = str(tmp_path / "roles.yaml")
    assert rights.user(" ALIYA@example.org", file).roles == {"submitter"}
    assert (rights.user("sub:aB", file).roles, rights.user("sub:ab", file).roles) == ({"reviewer"}, frozenset())
    assert rights.user("Boris", file).roles == rights.user("Aliya@Example.org", "").roles == frozenset()
    assert rights.user("Boris", None).roles == {"submitter", "reviewer"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "roles.yaml:1: the file is missing"),
        ("", "roles.yaml:1: the file is empty"),
        ("- aliya@example.org", "roles.yaml:1: this is no list of people"),
        ("a@b.org: [submitter]\nA@B.org: [reviewer]", 'roles.yaml:2: "A@B.org" stands here twice'),
        ("a@b.org: [submitter]\na@b.org: [reviewer]", 'roles.yaml:2: the key "a@b.org" stands twice'),
        ("a@b.org: [submitter]\nc@d.org: [admin]", "roles.yaml:2: c@d.org: no list of roles; write a list of submitter and reviewer"),
        ("a@b.org: reviewer", "roles.yaml:1: a@b.org: no list of roles"),
        ("a@b.org: [reviewer", "roles.yaml:2: bad YAML"),
        ('"": [reviewer]', "roles.yaml:1: a name is empty"),
    ],
)
def test_a_wrong_file_of_roles_gives_nobody_a_role(tmp_path: Path, text: str | None, sentence: str) -> None:
    if text is not None:
        (tmp_path / "roles.yaml").write_text(text)
    with pytest.raises(rights.BadRoles) as error:
        rights.user("a@b.org", str(tmp_path / "roles.yaml"))
    assert str(error.value).startswith(sentence)
    assert "until then nobody has a role" in str(error.value)


# The commands: the page's way into the ledger, and everybody's who passes the page by.


def test_commands_give_only_the_roles_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], noted: Callable[[], list[dict[str, str]]]
) -> None:
    (tmp_path / "roles.yaml").write_text("aliya: [submitter]\nboris: [submitter, reviewer]\n")
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path / "w"))
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite")
    filled = form(tmp_path, PASSENGERS)

    def answered(*arguments: str, file: str = str(tmp_path / "roles.yaml")) -> tuple[int, str]:
        monkeypatch.setenv("SERVANDA_ROLES", file)
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, (printed.err if code else printed.out).splitlines()[-1]

    assert answered("submit", filled, "--author", "Clara", *SENT[2:]) == (1, "Clara may not do this; it needs the role submitter")
    code, name = answered("submit", filled, *SENT)
    assert code == 0
    assert answered("review", "reject", name, "--by", "Aliya") == (1, "Aliya may not do this; it needs the role reviewer")
    assert answered("review", "accept", name, "--by", " ") == (1, "nobody may not do this; it needs the role reviewer")
    assert answered("review", "reject", name, "--by", "boris", file="") == (1, "boris may not do this; it needs the role reviewer")
    assert answered("review", "reject", name, "--by", "boris", file=str(tmp_path / "none.yaml"))[0] == 1
    assert answered("review", "comment", name, "--by", "Aliya", "--why", "see the table") == (0, f"{name}  submitted")
    assert answered("review", "accept", name, "--by", "BORIS") == (0, f"{name}  accepted")
    lines = noted()
    assert [(line["event"], line["who"]) for line in lines] == [
        ("refused", "Clara"), ("submitted", "Aliya"), ("refused", "Aliya"), ("refused", ""), ("refused", "boris"), ("comment", "Aliya"),
        ("accepted", "BORIS"),
    ]  # fmt: skip
    assert lines[1]["submission"] == lines[-1]["submission"] == name


def test_an_audit_line_is_one_line_whatever_a_name_holds(noted: Callable[[], list[dict[str, str]]]) -> None:
    name = 'A\n{"event": "accepted"}\u2028B'
    audit_log.note("refused", name)
    (line,) = noted()
    assert line["who"] == name
