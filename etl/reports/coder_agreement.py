"""How far coders agree: each pledge coded by two of them apart, by family and pair, with Cohen's kappa.

Kappa: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37-46, as
scikit-learn computes it. Decisions that settle coders who differ are no codings and are not counted.
"""

from dataclasses import dataclass
from itertools import combinations

import duckdb

from etl.queries import coding_rows


@dataclass(frozen=True)
class Agreement:
    """What two coders made of the same pledges of one family: how many, on how many they agree, and kappa.

    kappa lies between -1 and 1; None where it is not defined, since both used one and the same score throughout.
    """

    family: str
    coders: tuple[str, str]
    kinds: tuple[str, str]
    pledges: int
    equal: int
    kappa: float | None


def agreements(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[Agreement]:
    """A row for each family and pair of coders who coded the same pledges; the newest coding of each coder counts."""
    listed = coding_rows.newest(connection, declaration)
    kinds = {row["coder"]: row["coder_kind"] for row in listed}
    scores: dict[str, dict[str, dict[str, str]]] = {}
    for row in listed:
        scores.setdefault(row["family"], {}).setdefault(row["coder"], {})[row["pledge"]] = row["score"]
    found = []
    for family, coders in scores.items():
        for first, second in combinations(sorted(coders), 2):
            both = sorted(set(coders[first]) & set(coders[second]))
            if both:
                pairs = [(coders[first][key], coders[second][key]) for key in both]
                equal = sum(one == other for one, other in pairs)
                found.append(Agreement(family, (first, second), (kinds[first], kinds[second]), len(both), equal, _kappa(pairs)))
    return found


def _kappa(pairs: list[tuple[str, str]]) -> float | None:
    if len({score for pair in pairs for score in pair}) < 2:
        return None
    # Only the page that shows it needs it, and it takes a second to import.
    from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]  # noqa: PLC0415

    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second))
