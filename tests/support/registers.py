"""Copies of the record in which something happened that the shipped one does not have: a split, a merge, internal items, comments."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = "declarations/kz-ru-2025"
# Undertakings that turn out to be two, and two that turn out to be one.
SPLIT, PARTS = "D12", ("D60", "D61")
MERGED, UNITED = ("D05", "D06"), "D62"
REPLACED_ON = date(2026, 12, 1)
# Occurs in every text of an internal item, and nowhere else.
SECRET = "Zerzura"
SECRET_SERIES = "secret:zerzura:KAZ"
PLEDGE, INDICATOR, EVENT = "D18", "air-passengers-kaz", "E014"
# Coded from the internal event alone; tracked by the internal indicator among others.
CODED_FROM_IT, TRACKED_BY_IT = "D16", "D24"


class WrittenOut(yaml.CSafeDumper):
    """YAML as the record wants it: what is meant twice stands twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def edit_yaml(record: Path, file: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the list a YAML file of the record holds."""
    path = record / file
    listed = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    change(listed)
    path.write_text(yaml.dump(listed, Dumper=WrittenOut, allow_unicode=True, sort_keys=False), encoding="utf-8")


def edit_csv(record: Path, file: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file of the record; a key that is no column yet becomes one."""
    path = record / file
    with path.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        columns, rows = list(reader.fieldnames or []), list(reader)
    change(rows)
    columns += [name for row in rows for name in row if name not in columns]
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(dict.fromkeys(columns)), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit_pledges(record: Path, **changes: dict[str, Any]) -> None:
    """Set fields of pledges, by their id."""

    def change(listed: list[dict[str, Any]]) -> None:
        for item in listed:
            item.update(changes.get(item["id"], {}))

    edit_yaml(record, f"{FOLDER}/pledges.yaml", change)


def replace_pledges(record: Path, day: date = REPLACED_ON) -> None:
    """Split one pledge into two, of which one belongs to another domain, and make two pledges one."""

    def change(listed: list[dict[str, Any]]) -> None:
        by_id = {item["id"]: item for item in listed}
        for name, of in ((PARTS[0], SPLIT), (PARTS[1], SPLIT), (UNITED, MERGED[1])):
            titles = {lang: f"{text} ({name})" for lang, text in by_id[of]["title"].items()}
            listed.append({**by_id[of], "id": name, "title": titles, "valid_from": day.isoformat()})
        listed[-2]["domain"] = "environment"
        for old, new in ((SPLIT, PARTS), (MERGED[0], (UNITED,)), (MERGED[1], (UNITED,))):
            by_id[old].update(replaced_by=list(new), replaced_on=day.isoformat())

    edit_yaml(record, f"{FOLDER}/pledges.yaml", change)


def comment(**values: str) -> dict[str, str]:
    """A row of comments.csv."""
    texts = {"text_en": "It is being done.", "text_fr": "C’est en cours.", "text_ru": "Это делается.", "text_kk": "Бұл орындалып жатыр."}
    return {
        "pledge": "D25", "party": "KAZ", "date": "2026-11-20", "speaker": "Ministry of Energy", "language": "ru", **texts,
        "source": "gov-kz", "url": "https://www.gov.kz/answer", **values,
    }  # fmt: skip


def correction(**values: str) -> dict[str, str]:
    """A row of corrections.csv."""
    wrong = {f"wrong_{lang}": f"Wrong in {lang}." for lang in ("en", "fr", "ru", "kk")}
    right = {f"right_{lang}": f"Right in {lang}." for lang in ("en", "fr", "ru", "kk")}
    row = {"id": "C001", "date": "2026-11-24", "concerns": "D25 trade-turnover E004", "noticed_by": "reader", "submission": ""}
    return {**row, **wrong, **right, **values}


def add_row(record: Path, file: str, row: dict[str, str]) -> None:
    """A row more in a CSV file of the declaration."""
    edit_csv(record, f"{FOLDER}/{file}", lambda rows: rows.append(row))


def make_internal(record: Path, secret: str = SECRET) -> None:
    """An internal pledge, indicator and event, with everything that may hang on them, all marked by one word."""

    def marked(texts: dict[str, str]) -> dict[str, str]:
        return {lang: f"{text} {secret}" for lang, text in texts.items()}

    def pledges(listed: list[dict[str, Any]]) -> None:
        (item,) = (item for item in listed if item["id"] == PLEDGE)
        item.update({name: marked(item[name]) for name in ("title", "summary", "family_reason")}, internal=True)

    def indicators(listed: list[dict[str, Any]]) -> None:
        (item,) = (item for item in listed if item["id"] == INDICATOR)
        item.update(
            {name: marked(item[name]) for name in ("title", "definition")}, internal=True, series=[SECRET_SERIES], source="zerzura",
            baseline=None, data_owner=f"{secret} office", choice=None,
        )  # fmt: skip

    def events(rows: list[dict[str, str]]) -> None:
        (item,) = (item for item in rows if item["id"] == EVENT)
        item.update({name: f"{text} {secret}" for name, text in item.items() if name.startswith(("summary", "actor"))}, internal="true")

    def codings(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if EVENT in row["events"].split() or row["pledge"] == PLEDGE:
                row.update({name: f"{text} {secret}" for name, text in row.items() if name.startswith("rationale")})

    def sources(listed: list[dict[str, Any]]) -> None:
        listed.append(
            {**listed[0], "id": "zerzura", "publisher": f"{secret} office", "title": f"{secret} tables", "url": "https://zerzura.example/"}
        )

    def derived(listed: list[dict[str, Any]]) -> None:
        listed.append(
            {
                "series": "secret:zerzura-sum:KAZ", "operation": "sum", "of": [SECRET_SERIES], "geo": "KAZ", "unit": "PERSONS",
                "source": "zerzura", "note": f"{secret} again",
            }
        )  # fmt: skip

    def observations(rows: list[dict[str, str]]) -> None:
        for row in [row for row in rows if row["series"] == "wdi:IS.AIR.PSGR:KAZ"]:
            rows.append(
                {**row, "series": SECRET_SERIES, "source": "zerzura", "url": "https://zerzura.example/", "note": f"{secret} said so"}
            )

    edit_yaml(record, f"{FOLDER}/pledges.yaml", pledges)
    edit_yaml(record, f"{FOLDER}/indicators.yaml", indicators)
    edit_yaml(record, "sources.yaml", sources)
    edit_yaml(record, "derived.yaml", derived)
    edit_csv(record, f"{FOLDER}/events.csv", events)
    edit_csv(record, f"{FOLDER}/codings.csv", codings)
    edit_csv(record, "observations/wdi.csv", observations)
    edit_csv(record, "proper_names.csv", lambda rows: rows.append({lang: f"{secret} office" for lang in ("en", "fr", "ru", "kk")}))
    add_row(
        record, "searches.csv", {"pledge": PLEDGE, "date": "2026-11-23", "languages": "en", "outlets": secret, "result": f"{secret} found"}
    )
    add_row(record, "comments.csv", comment(pledge=PLEDGE, text_en=f"{secret} it is."))
    add_row(record, "corrections.csv", correction(concerns=f"D25 {EVENT}", wrong_en=f"{secret} was wrong."))


# Leads with figures, which the rules judge where nothing is said of what they answer.
MEASURED_LEADS = (
    "trade-turnover", "transport-service-exports-kaz", "cpc-shipments", "electricity-generation-kazakhstan", "gdp-per-capita-ppp-kaz",
)  # fmt: skip


def _lead_first(line: re.Match[str]) -> str:
    """The indicators of a pledge, one of the measured leads in front where it is among them and an indicator of direction led."""
    names = line[1].split(", ")
    return f"  indicators: [{', '.join(sorted(names, key=lambda name: (name not in MEASURED_LEADS, names.index(name))))}]"


def say_nothing_of_answers(record: Path) -> None:
    """A record as it was before it said how far indicators answer: all answer partly, so that the rules are seen at work on many.

    The computed figure of 2022 counts as a measured one there, so that a status came with the figure published on 26 February 2026.
    """
    pledges, indicators = record / "declarations/kz-ru-2025/pledges.yaml", record / "declarations/kz-ru-2025/indicators.yaml"
    text = re.sub(r"^  answers:\n(?:    .*\n)+", "", pledges.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pledges.write_text(re.sub(r"^  indicators: \[(.*)\]$", _lead_first, text, flags=re.MULTILINE), encoding="utf-8")
    indicators.write_text(indicators.read_text(encoding="utf-8").replace("  legal_limit: true\n", ""), encoding="utf-8")
    reported = record / "observations/reported.csv"
    text = reported.read_text(encoding="utf-8")
    assert ",2022,58.71,=,MT,E," in text
    reported.write_text(text.replace(",2022,58.71,=,MT,E,", ",2022,58.71,=,MT,A,"), encoding="utf-8")
