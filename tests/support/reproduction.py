"""How much of each publisher's own results the rules reproduce: computed, printed, and written for the Method page.

usage: python -m tests.support.reproduction      recompute and write etl/rules/reproduction.csv
"""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from etl.assessment.assess_tables import assess_codings, assess_files
from tests.support.places import ROOT

PUBLISHED = Path(__file__).parent / "published"
SCORES = ROOT / "etl" / "rules" / "reproduction.csv"
COLUMNS = ("rule", "what", "matched", "total")
Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    """A fixture as rows."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assessed(rule: str) -> dict[str, dict[str, str]]:
    """The rule's result for every published series and group."""
    out = io.StringIO()
    assess_files(rule, PUBLISHED / f"{rule}_specs.csv", PUBLISHED / f"{rule}_observations.csv", out)
    return {row["series"]: row for row in csv.DictReader(out.getvalue().splitlines())}


def aggregated(rule: str, codings: Rows) -> dict[tuple[str, str], dict[str, str]]:
    """The rule's result for codings: by level and key."""
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codings.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ("commitment", "member", "score"), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(codings)
        assess_codings(rule, path, out)
    return {(row["level"], row["key"]): row for row in csv.DictReader(out.getvalue().splitlines())}


def close(found: str, published: str, tolerance: float = 1e-9) -> bool:
    """Both empty, or equal to the tolerance."""
    if "" in (found, published):
        return found == published
    return abs(float(found) - float(published)) <= tolerance * max(1.0, abs(float(published)))


def reproduction() -> list[tuple[str, str, int, int]]:
    """Rule, what was compared, how many equal, of how many."""
    result = []

    def count(rule: str, what: str, published: Rows, equal: Callable[[dict[str, str]], bool]) -> None:
        result.append((rule, what, sum(equal(row) for row in published), len(published)))

    symbols = assessed("destatis")
    count("destatis", "series", rows("destatis_expected.csv"), lambda row: symbols[row["series"]]["status"] == row["status"])
    for rule in ("cagr_ratio", "eurostat"):
        found = assessed(rule)

        def equal(row: dict[str, str], found: dict[str, dict[str, str]] = found) -> bool:
            own = found[row["series"]]
            return own["status"] == row["status"] and close(own["value"], row["value"]) and close(own["score"], row["score"])

        count(rule, "series", rows(f"{rule}_expected.csv"), equal)
        if rule == "cagr_ratio":
            groups = rows("cagr_ratio_groups.csv")
            count(
                rule, "group", groups,
                lambda row, found=found: found[row["group"]]["status"] == row["status"] and close(found[row["group"]]["score"], row["score"]),
            )  # fmt: skip
    arrows = assessed("sdsn")
    count(
        "sdsn", "series", rows("sdsn_expected.csv"),
        lambda row: arrows[row["series"]]["status"] == row["status"] and arrows[row["series"]]["value"] == row["value"]
        and (row["score"] == "" or close(arrows[row["series"]]["score"], row["score"])),
    )  # fmt: skip
    codings = rows("g20_compliance_codings.csv")
    stages = {
        stage: aggregated("g20_compliance", [row for row in codings if row["stage"] == stage])
        for stage in {row["stage"] for row in codings}
    }

    def same_average(row: dict[str, str]) -> bool:
        own = stages[row["stage"]][row["level"], "overall" if row["level"] == "overall" else row["key"]]
        return abs(float(own["average"]) - float(row["average"])) < 0.00501 and own["percent"] == row["percent"] and own["n"] == row["n"]

    count("g20_compliance", "average", rows("g20_compliance_expected.csv"), same_average)
    return result


def main() -> None:
    """Write the scores."""
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(reproduction())


if __name__ == "__main__":
    main()
