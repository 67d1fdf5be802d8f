"""A folder of exports is replaced whole or not at all, and what somebody else wrote is never touched."""

from pathlib import Path

import pytest

from etl.export import output_folder
from etl.warehouse import builds as warehouse
from tests.support.exports import content, export


def test_an_earlier_export_is_replaced_whole(built: warehouse.Build, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert export(out, built.path.parent) == 0 and (out / "pledges.csv").exists()
    assert export(out, built.path.parent, "--format", "sdmx-csv") == 0
    assert set(content(out)) == {"data.csv", "structure.json", "dcat.jsonld", "README.md", "LICENCES.md", output_folder.MANIFEST}
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "no draft stays behind"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [("thesis.docx", "mine", "also holds"), ("pledges.csv", "mine", "was changed"), (output_folder.MANIFEST, "{}", "is no earlier export")],
)
def test_what_somebody_else_wrote_is_never_touched(
    built: warehouse.Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, sentence: str
) -> None:
    out = tmp_path / "out"
    assert export(out, built.path.parent) == 0
    (out / name).write_text(text, encoding="utf-8")
    before = content(out)
    assert export(out, built.path.parent, "--format", "json") == 1
    assert sentence in capsys.readouterr().err
    assert content(out) == before and [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_others_and_a_file_are_refused(built: warehouse.Build, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear", encoding="utf-8")
    assert export(tmp_path / "mine", built.path.parent) == 1
    assert export(tmp_path / "mine/letter.txt", built.path.parent) == 1
    assert export(tmp_path / "mine/letter.txt/deeper", built.path.parent) == 1
    assert content(tmp_path / "mine") == {"letter.txt": b"dear"}


def test_a_failure_leaves_the_earlier_export_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    output_folder.write_folder(out, {"a.csv": b"1"})
    before = content(out)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if "-draft-" in self.name and not self.name.endswith("-before"):
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk full"):
        output_folder.write_folder(out, {"a.csv": b"2"})
    assert content(out) == before and [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_manifest_that_names_files_elsewhere_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / output_folder.MANIFEST).write_text('{"made_by": "Servanda", "files": {"../outside.txt": "0"}}', encoding="utf-8")
    with pytest.raises(output_folder.OccupiedFolder, match="no earlier export"):
        output_folder.write_folder(tmp_path / "out", {"a.csv": b"1"})
    assert (tmp_path / "outside.txt").read_text(encoding="utf-8") == "mine"
