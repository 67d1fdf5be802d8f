"""Two of the rules written plainly with pandas, for comparison: the same files in, series and status out. Nothing but the benchmarks uses it.

`python -m benchmarks.with_pandas RULE SPECS.csv OBSERVATIONS.parquet OUT.csv`; of the rules what the made-up table asks of them.
"""

import sys

import numpy as np
import pandas as pd


def assess(rule: str, specs: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The status of each series by `cagr_ratio` or `eurostat`; specs and points as `python -m etl assess` takes them."""
    points = points.merge(specs[["series", "base_year"]], on="series")
    if rule == "cagr_ratio":
        # The base year, else the next there is.
        based = points[points["period"] >= points["base_year"]]
        first = based.loc[based.groupby("series")["period"].idxmin()]
    else:
        # The year nearest to the base year, of two the later.
        away = 2 * (points["period"] - points["base_year"]).abs() - (points["period"] > points["base_year"])
        first = points.loc[away.groupby(points["series"]).idxmin()]
    last = points.loc[points.groupby("series")["period"].idxmax()]
    frame = specs.merge(first[["series", "period", "value"]], on="series", how="left")
    frame = frame.merge(last[["series", "period", "value"]], on="series", how="left", suffixes=("_0", "_1"))
    target = frame["target"].where(frame["kind"] != "direction")
    target = target.mask(target == 0, 0.001)
    base = frame["value_0"].mask(frame["value_0"] == 0, 0.001)
    years, ahead = frame["period_1"] - frame["period_0"], frame["target_year"] - frame["period_0"]
    with np.errstate(invalid="ignore", divide="ignore"):
        growth = ((frame["value_1"] / base) ** (1 / years)).where(years >= 1) - 1
        needed = (((target / base) ** (1 / ahead)).where(ahead >= 1) - 1).abs()
        progress = np.sign(base) * frame["direction"] * growth / needed.where(target.notna(), 1).replace(0, np.nan)
    reached = (frame["value_1"] - target) * frame["direction"] >= 0
    none = target.isna()
    if rule == "cagr_ratio":
        steps = [
            (reached, "target_achieved"),
            (progress.isna(), "not_available"),
            ((none & (progress >= 0.015)) | (~none & (progress >= 0.95)), "substantial_progress"),
            ((none & (progress >= 0.005)) | (~none & (progress >= 0.60)), "moderate_progress"),
            (progress >= 0, "limited_progress"),
        ]
        other = "deterioration"
    else:
        steps = [
            (reached, "significant_progress"),
            (progress.isna(), "not_available"),
            ((none & (progress > 0.01)) | (~none & (progress > 0.95)), "significant_progress"),
            ((none & (progress > 0.001)) | (~none & (progress > 0.60)), "moderate_progress"),
            (none & (progress >= -0.001), "no_progress"),
            ((none & (progress >= -0.01)) | (~none & (progress >= 0)), "moderate_deterioration"),
        ]
        other = "significant_deterioration"
    status = np.select([condition for condition, _ in steps], [word for _, word in steps], other)
    return pd.DataFrame({"series": frame["series"], "status": status, "value": progress})


if __name__ == "__main__":
    rule, specs_file, observations_file, out = sys.argv[1:]
    assess(rule, pd.read_csv(specs_file), pd.read_parquet(observations_file)).to_csv(out, index=False)
