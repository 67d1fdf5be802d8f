"""Something to submit: a filled form of one figure, and who submits it."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

from etl.submissions.validate_observations import OBSERVATION_COLUMNS

# Runs a command in surroundings of a test's own; the fixture `run` is one.
Run = Callable[..., "subprocess.CompletedProcess[str]"]
LINK = "https://data.worldbank.org/country/KZ"
PASSENGERS = {"indicator": "air-passengers-kaz", "period": "2024", "value": "9", "unit": "PERSONS_MN", "published": "2026-11-24"}
SENT = ("--author", "Aliya", "--source", LINK, "--note", "figures of 2024")


def form(folder: Path, *rows: dict[str, str], name: str = "form.csv") -> str:
    """A filled form."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OBSERVATION_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)
