"""Rule `sdsn`: score, colour and arrow of the SDG Index."""

from etl.messages import N_
from etl.rules.rule import Rule

RULE = Rule(
    name="sdsn",
    title=N_("SDG Index score, colour and arrow (SDSN)"),
    publisher="SDSN",
    link="https://dashboards.sdgindex.org/chapters/methodology/",
    order=5,
    inputs=("optimum", "green", "red", "lower", "trend_start", "goal_year"),
    formula=(
        N_(
            "Score: where c lies between a lower bound and an optimum, 0 to 100; colours by two thresholds; arrow by the pace towards the green one by 2030."
        ),
        N_("Its bounds would have to be invented for this register: it is offered for other tables only."),
    ),
)
