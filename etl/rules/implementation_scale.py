"""Rule `implementation_scale`: 0 not initiated, 1 minimal, 2 intermediate, 3 full."""

from etl.messages import N_
from etl.rules.rule import Rule

RULE = Rule(
    name="implementation_scale",
    title=N_("Implementation scale (after the Peace Accords Matrix)"),
    publisher="Kroc Institute, Peace Accords Matrix",
    link="https://peaceaccords.nd.edu/",
    order=6,
    reads="codings",
    scores=(0, 1, 2, 3),
    formula=(N_("0 not initiated, 1 minimal, 2 intermediate, 3 full, from dated acts."),),
)
