"""The design held against the code: imports point one way, documents name what exists, the record is documented."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import yaml

from etl.__main__ import _parser
from etl.record import models as record

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("etl", "dashboard")
# Who may import whom inside etl: the day flows record -> text -> load -> check -> stage -> warehouse.
MAY_IMPORT = {
    "etl.errors": set(),
    "etl.atomic_files": set(),
    "etl.warehouse.checksums": {"etl.atomic_files"},
    "etl.unfinished": set(),
    "etl.messages": set(),
    "etl.text_validation": {"etl.messages"},
    "etl.commands.console": {"etl.text_validation"},
    "etl.periods": {"etl.text_validation", "etl.messages"},
    "etl.record.files": {"etl.text_validation"},
    "etl.spreadsheet_cells": set(),
    "etl.record.models": {"etl.text_validation", "etl.periods", "etl.messages"},
    "etl.i18n.translator": {"etl.periods", "etl.record.models", "etl.messages"},
    "etl.i18n.labels": {"etl.i18n.translator"},
    "etl.record.observations": {"etl.record.models"},
    "etl.record.load": {"etl.text_validation", "etl.record.observations", "etl.record.models", "etl.messages", "etl.record.files"},
    "etl.submissions.models": set(),
    "etl.settings": {"etl.errors"},
    "etl.audit_log": {"etl.settings"},
    "etl.ledger.roles": {"etl.errors", "etl.ledger.store", "etl.record.files"},
    "etl.uploads.read": {"etl.errors", "etl.messages", "etl.uploads.sandbox"},
    "etl.uploads.sandbox": set(),
    "etl.uploads.csv_file": {"etl.spreadsheet_cells", "etl.messages", "etl.uploads.read", "etl.uploads.sandbox"},
    "etl.uploads.xlsx_file": {"etl.messages", "etl.uploads.read", "etl.uploads.sandbox", "etl.uploads.csv_file"},
    "etl.uploads.__main__": {"etl.messages", "etl.uploads.read", "etl.uploads.sandbox", "etl.uploads.csv_file", "etl.uploads.xlsx_file"},
    "etl.submissions.citations": {"etl.record.models"},
    "etl.record.derived": {"etl.record.models"},
    "etl.submissions.findings": {"etl.record.models", "etl.messages"},
    "etl.record.parties": {"etl.record.models", "etl.messages"},
    "etl.submissions.filing": {"etl.errors", "etl.submissions.findings", "etl.record.load", "etl.record.models", "etl.messages"},
    "etl.submissions.entry_text": {"etl.submissions.findings", "etl.record.models", "etl.i18n.translator"},
    "etl.submissions.validate_entries": {
        "etl.submissions.citations",
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.record.load",
        "etl.record.parties",
        "etl.periods",
        "etl.record.models",
        "etl.messages",
        "etl.uploads.read",
    },
    "etl.submissions.validate_observations": {
        "etl.submissions.citations",
        "etl.record.derived",
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.submissions.validate_entries",
        "etl.record.load",
        "etl.record.observations",
        "etl.record.parties",
        "etl.periods",
        "etl.record.models",
        "etl.messages",
        "etl.uploads.read",
    },
    "etl.submissions.apply": {
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.record.load",
        "etl.record.observations",
        "etl.submissions.validate_observations",
        "etl.record.models",
        "etl.submissions.models",
        "etl.record.files",
    },
    "etl.record.register_checks": {"etl.record.load", "etl.record.parties", "etl.record.models", "etl.record.files"},
    "etl.record.redaction": {"etl.record.observations", "etl.record.models"},
    "etl.record.cross_checks": {
        "etl.submissions.apply",
        "etl.record.register_checks",
        "etl.record.load",
        "etl.record.observations",
        "etl.periods",
        "etl.record.models",
        "etl.submissions.models",
        "etl.record.files",
    },
    "etl.ledger.store.schema": set(),
    "etl.ledger.store": {
        "etl.audit_log",
        "etl.errors",
        "etl.text_validation",
        "etl.ledger.store",
        "etl.ledger.store.schema",
        "etl.submissions.models",
    },
    "etl.ledger.store.upgrade": set(),
    "etl.ledger.dump": {"etl.ledger.store", "etl.ledger.store.schema"},
    "etl.ledger.store.migrations.env": {"etl.ledger.store.schema"},
    "etl.ledger.store.migrations.versions.0001_first_tables": set(),
    "etl.backup.create.archive": {"etl.atomic_files", "etl.errors"},
    "etl.backup.temporary_ledger": {"etl.backup.create.archive", "etl.ledger.store"},
    "etl.backup.create": {"etl.backup.create.archive", "etl.backup.temporary_ledger", "etl.errors", "etl.ledger.store"},
    "etl.backup.create.interrupted": {"etl.atomic_files", "etl.errors", "etl.unfinished"},
    "etl.backup.create.restore": {
        "etl.backup.create",
        "etl.backup.create.archive",
        "etl.backup.create.interrupted",
        "etl.atomic_files",
        "etl.errors",
        "etl.ledger.store",
        "etl.ledger.dump",
        "etl.unfinished",
    },
    "etl.backup.create.commands": {
        "etl.audit_log",
        "etl.backup.create",
        "etl.backup.create.archive",
        "etl.backup.create.interrupted",
        "etl.backup.create.restore",
        "etl.errors",
        "etl.warehouse.rebuild",
        "etl.settings",
        "etl.i18n.translator",
    },
    "etl.ledger.known_ledger": {"etl.atomic_files", "etl.errors", "etl.ledger.store", "etl.ledger.dump", "etl.messages"},
    "etl.warehouse.rebuild": {
        "etl.clock",
        "etl.ledger.store",
        "etl.ledger.known_ledger",
        "etl.submissions.models",
        "etl.warehouse.transform",
        "etl.warehouse.builds",
    },
    "etl.doctor.finding": {"etl.messages"},
    "etl.doctor.installation": {"etl.doctor.finding", "etl.messages"},
    "etl.doctor.folders": {"etl.backup.create", "etl.doctor.finding", "etl.atomic_files", "etl.messages"},
    "etl.doctor.configuration": {"etl.doctor.finding", "etl.ledger.roles", "etl.messages", "etl.settings"},
    "etl.doctor.stored_data": {
        "etl.submissions.apply",
        "etl.backup.create",
        "etl.record.cross_checks",
        "etl.doctor.finding",
        "etl.errors",
        "etl.reports.atom_feed",
        "etl.warehouse.inputs",
        "etl.ledger.store",
        "etl.ledger.known_ledger",
        "etl.messages",
        "etl.warehouse.checksums",
        "etl.warehouse.stage",
        "etl.submissions.models",
        "etl.warehouse.builds",
    },
    "etl.doctor": {"etl.backup.create", "etl.doctor", "etl.doctor.finding", "etl.messages", "etl.settings", "etl.i18n.translator"},
    "etl.submissions.columns": {"etl.i18n.translator"},
    "etl.submissions.templates": {
        "etl.spreadsheet_cells",
        "etl.submissions.columns",
        "etl.submissions.filing",
        "etl.record.observations",
        "etl.submissions.validate_observations",
        "etl.record.models",
        "etl.i18n.translator",
    },
    "etl.submissions.history": {"etl.record.observations", "etl.periods", "etl.record.models", "etl.submissions.models"},
    "etl.warehouse.trial_build": {
        "etl.reports.changes",
        "etl.record.cross_checks",
        "etl.submissions.findings",
        "etl.reports.explain_pledge",
        "etl.submissions.filing",
        "etl.record.load",
        "etl.submissions.validate_observations",
        "etl.record.models",
        "etl.queries.query",
        "etl.warehouse.stage",
        "etl.submissions.models",
        "etl.record.files",
        "etl.warehouse.builds",
        "etl.i18n.translator",
    },
    "etl.commands.submit": {
        "etl.submissions.entry_text",
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.ledger.store",
        "etl.text_validation",
        "etl.warehouse.trial_build",
        "etl.submissions.validate_observations",
        "etl.ledger.known_ledger",
        "etl.ledger.roles",
        "etl.settings",
        "etl.submissions.models",
        "etl.uploads.read",
        "etl.i18n.translator",
    },
    "etl.submissions.cited_pages": {"etl.atomic_files", "etl.submissions.models", "etl.i18n.labels", "etl.i18n.translator"},
    "etl.commands.archive_pages": {
        "etl.record.cross_checks",
        "etl.submissions.cited_pages",
        "etl.ledger.store",
        "etl.commands.progress_bar",
        "etl.record.models",
        "etl.sources.http_client",
        "etl.sources.snapshots",
        "etl.warehouse.builds",
        "etl.i18n.translator",
    },
    "etl.commands.fetch": {
        "etl.record.cross_checks",
        "etl.record.derived",
        "etl.errors",
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.ledger.store",
        "etl.record.observations",
        "etl.periods",
        "etl.commands.progress_bar",
        "etl.submissions.validate_observations",
        "etl.record.models",
        "etl.ledger.roles",
        "etl.sources",
        "etl.sources.collect",
        "etl.sources.figure",
        "etl.sources.http_client",
        "etl.submissions.models",
        "etl.warehouse.builds",
        "etl.i18n.translator",
    },
    "etl.commands.review": {
        "etl.record.cross_checks",
        "etl.clock",
        "etl.submissions.findings",
        "etl.submissions.filing",
        "etl.submissions.history",
        "etl.ledger.store",
        "etl.text_validation",
        "etl.ledger.known_ledger",
        "etl.warehouse.rebuild",
        "etl.ledger.roles",
        "etl.settings",
        "etl.submissions.models",
        "etl.warehouse.builds",
        "etl.i18n.translator",
    },
    "etl.commands.progress_bar": set(),
    "etl.export.data_dictionary": {"etl.record.models"},
    "etl.export.metadata": {"etl.i18n.translator"},
    "etl.export.tables": {"etl.export.data_dictionary", "etl.warehouse.builds"},
    "etl.export.licences": {"etl.export.tables"},
    "etl.export.csv_files": {"etl.spreadsheet_cells", "etl.export.data_dictionary", "etl.export.tables"},
    "etl.export.json_files": {"etl.export.tables"},
    "etl.export.parquet_files": {"etl.export.tables"},
    "etl.export.sdmx_data": {"etl.export.metadata", "etl.export.csv_files", "etl.export.tables"},
    "etl.export.sdmx_structure": {
        "etl.export.metadata",
        "etl.export.sdmx_data",
        "etl.export.tables",
        "etl.record.models",
        "etl.i18n.labels",
        "etl.i18n.translator",
    },
    "etl.export.datapackage": {"etl.spreadsheet_cells", "etl.export.metadata", "etl.export.licences", "etl.export.tables"},
    "etl.export.dcat": {"etl.export.metadata", "etl.export.licences", "etl.export.tables", "etl.record.models"},
    "etl.export.readme": {"etl.export.metadata", "etl.export.tables", "etl.i18n.labels", "etl.i18n.translator"},
    "etl.export.output_folder": {"etl.atomic_files", "etl.errors"},
    "etl.export": {
        "etl.errors",
        "etl.export",
        "etl.export.metadata",
        "etl.export.csv_files",
        "etl.export.output_folder",
        "etl.export.json_files",
        "etl.export.parquet_files",
        "etl.export.sdmx_data",
        "etl.export.sdmx_structure",
        "etl.export.tables",
        "etl.record.models",
        "etl.queries.query",
        "etl.i18n.translator",
    },
    "etl.rules": set(),
    "etl.reports.atom_feed": {
        "etl.reports.changes",
        "etl.reports.explain_pledge",
        "etl.record.models",
        "etl.queries.query",
        "etl.i18n.labels",
        "etl.i18n.translator",
    },
    "etl.warehouse.stage": {"etl.record.observations", "etl.periods", "etl.record.models"},
    "etl.assessment.business_as_usual": set(),
    "etl.warehouse.inputs": set(),
    "etl.clock": set(),
    "etl.warehouse.transform": {"etl.rules", "etl.record.files", "etl.assessment.business_as_usual"},
    "etl.warehouse.builds": {
        "etl.submissions.apply",
        "etl.record.cross_checks",
        "etl.atomic_files",
        "etl.errors",
        "etl.warehouse.checksums",
        "etl.reports.atom_feed",
        "etl.warehouse.inputs",
        "etl.record.observations",
        "etl.record.redaction",
        "etl.record.models",
        "etl.warehouse.stage",
        "etl.submissions.models",
        "etl.record.files",
        "etl.warehouse.transform",
    },
    "etl.assessment.assess_tables": {"etl.assessment.input_tables", "etl.rules", "etl.assessment.spark", "etl.record.files"},
    "etl.assessment.input_tables": {"etl.errors", "etl.record.files"},
    "etl.assessment.spark": {"etl.errors", "etl.assessment.input_tables"},
    "etl.queries.query": set(),
    "etl.reports.changes": {
        "etl.reports.explain_pledge",
        "etl.text_validation",
        "etl.queries.query",
        "etl.i18n.labels",
        "etl.i18n.translator",
    },
    "etl.reports.register": {"etl.queries.query", "etl.i18n.translator"},
    "etl.reports.explain_pledge": {
        "etl.reports.coders",
        "etl.record.parties",
        "etl.errors",
        "etl.reports.register",
        "etl.queries.query",
        "etl.i18n.labels",
        "etl.i18n.translator",
    },
    "etl.reports.first_answer": {"etl.record.parties", "etl.queries.query", "etl.i18n.labels", "etl.i18n.translator"},
    "etl.reports.coder_agreement": {"etl.queries.query"},
    "etl.reports.truth": {"etl.reports.explain_pledge", "etl.queries.query", "etl.i18n.labels", "etl.i18n.translator"},
    "etl.reports.coders": {"etl.queries.query", "etl.i18n.translator"},
    "etl.reports.status": {
        "etl.reports.first_answer",
        "etl.spreadsheet_cells",
        "etl.text_validation",
        "etl.queries.query",
        "etl.i18n.labels",
        "etl.i18n.translator",
    },
}
DASHBOARD_MAY_IMPORT = {
    "etl.warehouse.inputs",
    "etl.clock",
    "etl.reports.coder_agreement",
    "etl.reports.coders",
    "etl.reports.first_answer",
    "etl.commands.console",
    "etl.text_validation",
    "etl.record.parties",
    "etl.errors",
    "etl.atomic_files",
    "etl.warehouse.checksums",
    "etl.periods",
    "etl.audit_log",
    "etl.spreadsheet_cells",
    "etl.submissions.cited_pages",
    "etl.ledger.roles",
    "etl.settings",
    "etl.reports.atom_feed",
    "etl.submissions.history",
    "etl.ledger.store",
    "etl.submissions.models",
    "etl.warehouse.builds",
    "etl.reports.changes",
    "etl.submissions.columns",
    "etl.i18n.translator",
    "etl.record.models",
    "etl.i18n.labels",
    "etl.reports.explain_pledge",
    "etl.reports.register",
    "etl.queries.query",
}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" if node.module in PACKAGES else node.module for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def test_imports_inside_etl_point_one_way() -> None:
    for path in sources("etl"):
        module = module_of(path)
        if module in ("etl", "etl.__main__"):
            continue
        if module.startswith("etl.sources"):
            # Connectors know publishers, not the record: of ours only errors and periods.
            own = {name for name in imports(path) if name.startswith("etl") and not name.startswith("etl.sources")}
            assert own <= {"etl.errors", "etl.periods"}, f"{module} imports {sorted(own)}"
            continue
        own = {name for name in imports(path) if name.startswith("etl")}
        assert own <= MAY_IMPORT[module], f"{module} imports {sorted(own - MAY_IMPORT[module])}"


def test_etl_knows_neither_the_dashboard_nor_its_libraries() -> None:
    for path in sources("etl"):
        assert not {name for name in imports(path) if name.split(".")[0] in ("dashboard", "streamlit", "plotly")}, path


def test_dashboard_reads_builds_and_words_only() -> None:
    for path in sources("dashboard"):
        own = {name for name in imports(path) if name.startswith("etl")}
        assert own <= DASHBOARD_MAY_IMPORT, path


def test_views_hold_no_sql() -> None:
    for path in (ROOT / "dashboard/views").glob("*.py"):
        assert not re.search(r"\bselect\b.+\bfrom\b", path.read_text(encoding="utf-8"), re.IGNORECASE | re.DOTALL), path


def test_what_pages_say_needs_no_streamlit() -> None:
    """The site is written from the contents that the dashboard shows, without what shows them."""
    asked = "import sys, dashboard.website.write; sys.exit('streamlit' in sys.modules or 'plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in _parser()._subparsers._group_actions[0].choices:  # type: ignore[union-attr]
        assert f"python -m etl {name}" in readme, name
    for command in ("make run", "make test", "make test-full", "make bench"):
        assert command in readme, command


def test_readme_gives_a_reason_for_every_chosen_package() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    for file in ("requirements.txt", "requirements-dev.txt", "requirements-spark.txt", "requirements-postgres.txt"):
        chosen = (ROOT / file).read_text(encoding="utf-8").split("# Brought along.")[0]
        for name in re.findall(r"^([A-Za-z0-9_-]+)==", chosen, re.MULTILINE):
            assert f"`{name.lower()}`" in readme, name


def test_every_package_is_pinned() -> None:
    for file in ("requirements.txt", "requirements-dev.txt", "requirements-spark.txt", "requirements-postgres.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            assert not line or line.startswith(("#", "-r ")) or "==" in line, line


def test_data_dictionary_documents_every_field_and_no_other() -> None:
    dictionary = (ROOT / "data/README.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `([^`]+)`.*?\n(.*?)(?=^## |\Z)", dictionary, re.MULTILINE | re.DOTALL))
    models = {
        "sources.yaml": record.Source, "units.yaml": record.Unit, "geos.csv": record.Geo, "proper_names.csv": record.ProperName, "derived.yaml": record.Derived,
        "observations/*.csv": record.Observation, "declaration.yaml": record.Declaration, "pledges.yaml": record.Pledge,
        "indicators.yaml": record.Indicator, "events.csv": record.Event, "codings.csv": record.Coding, "searches.csv": record.Search, "glossary.yaml": record.Name,
        "comments.csv": record.Comment, "corrections.csv": record.Correction,
    }  # fmt: skip
    for file, model in models.items():
        documented = set(re.findall(r"^\| `([a-z_]+)`", sections[file], re.MULTILINE))
        assert documented == set(model.model_fields), file


def test_review_table_has_all_45_pledges_and_their_leads() -> None:
    table = (ROOT / "docs/pledges-review.md").read_text(encoding="utf-8")
    pledges = yaml.safe_load((ROOT / "data/declarations/kz-ru-2025/pledges.yaml").read_text(encoding="utf-8"))
    for pledge in pledges:
        if not pledge["in_declaration"]:
            continue
        (row,) = re.findall(rf"^\| {pledge['id']} \|.*$", table, re.MULTILINE)
        assert pledge["family"] in row
        if pledge["indicators"]:
            assert pledge["indicators"][0] in row, pledge["id"]


def test_sql_files_say_their_grain() -> None:
    for path in (ROOT / "etl").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert "Grain:" in text, path
