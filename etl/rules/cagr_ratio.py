"""Rule `cagr_ratio`: compound annual growth, against the growth a target needs."""

from etl.messages import N_
from etl.rules.rule import Rule, Word

RULE = Rule(
    name="cagr_ratio",
    title=N_("Growth ratio (Statistics Canada, Open SDG)"),
    publisher="Statistics Canada, Open SDG",
    link="https://open-sdg.readthedocs.io/en/latest/progress-methodology/",
    order=2,
    inputs=("base_year", "target", "target_year"),
    words={
        "target_achieved": Word(N_("target achieved"), "achieved", "good"),
        "substantial_progress": Word(N_("substantial progress"), "on_track", "good"),
        "moderate_progress": Word(N_("moderate progress"), "slightly_off", "middle"),
        "limited_progress": Word(N_("limited progress"), "off_track", "bad"),
        "deterioration": Word(N_("deterioration"), "moving_away", "bad"),
        "not_available": Word(N_("not available")),
    },
    formula=(
        N_("Without a target: CAGR(c, b, t1 − t0); from 1.5 % substantial, from 0.5 % moderate, from 0 limited, below deterioration."),
        N_("With a target: that CAGR divided by CAGR(T, b, tT − t0); from 0.95, 0.60 and 0."),
    ),
)
