"""Rule `eurostat`: Eurostat's thresholds as the Basque statistics office implements them."""

from etl.messages import N_
from etl.rules.rule import Rule, Word

RULE = Rule(
    name="eurostat",
    title=N_("Growth thresholds (Eurostat)"),
    publisher="Eurostat, Eustat",
    link="https://ec.europa.eu/eurostat/web/sdi/methodology",
    order=3,
    inputs=("base_year", "target", "target_year"),
    words={
        "significant_progress": Word(N_("significant progress"), "on_track", "good"),
        "moderate_progress": Word(N_("moderate progress"), "slightly_off", "middle"),
        "no_progress": Word(N_("no progress"), "off_track", "bad"),
        "moderate_deterioration": Word(N_("moderate movement away"), "moving_away", "bad"),
        "significant_deterioration": Word(N_("significant movement away"), "moving_away", "bad"),
    },
    formula=(
        N_(
            "Without a target: CAGR above 1 % significant, above 0.1 % moderate, to −0.1 % none, to −1 % moderate movement away, below significant."
        ),
        N_("With a target: actual over required CAGR; above 0.95, above 0.60, from 0, below."),
    ),
)
