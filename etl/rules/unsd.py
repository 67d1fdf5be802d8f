"""Rule `unsd`: the United Nations' progress chart."""

from etl.messages import N_
from etl.rules.rule import Rule, Word

RULE = Rule(
    name="unsd",
    title=N_("Progress chart (UN Statistics Division)"),
    publisher="United Nations Statistics Division",
    link="https://unstats.un.org/sdgs/report/2023/progress-chart/",
    order=4,
    inputs=("base_year", "target", "target_year"),
    words={
        "on_track": Word(N_("on track"), "on_track", "good"),
        "fair": Word(N_("fair progress"), "slightly_off", "middle"),
        "stagnation_or_regression": Word(N_("stagnation or regression"), "moving_away", "bad"),
        "not_available": Word(N_("not available")),
    },
    formula=(
        N_("Without a target: CAGR from 2 % on track, from 0.5 % fair, below stagnation or regression."),
        N_("With a target: the way covered when c (1 + CAGR)^(tT − t1) is reached; from 95 % on track, from 10 % fair."),
    ),
)
