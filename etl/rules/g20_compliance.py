"""Rule `g20_compliance`: means of -1, 0, +1."""

from etl.messages import N_
from etl.rules.rule import Rule

RULE = Rule(
    name="g20_compliance",
    title=N_("Compliance scale (G20 Research Group)"),
    publisher="G20 Research Group",
    link="https://www.g20.utoronto.ca/compliance/",
    order=7,
    reads="codings",
    scores=(-1, 0, 1),
    formula=(N_("−1 counter-action, 0 partial, +1 full; mean over scored cells; percent = (mean + 1) / 2 × 100."),),
)
