"""Rule `destatis`: the weather symbols of the German federal statistical office."""

from etl.messages import N_
from etl.rules.rule import Rule, Word

RULE = Rule(
    name="destatis",
    title=N_("Weather symbols (Destatis)"),
    publisher="Statistisches Bundesamt",
    link="https://dns-indikatoren.de/en/status/",
    order=1,
    inputs=("target", "target_year", "kind"),
    words={
        "sun": Word(N_("sun"), "on_track", "good"),
        "sun_cloud": Word(N_("sun behind cloud"), "slightly_off", "middle"),
        "cloud": Word(N_("cloud"), "off_track", "bad"),
        "storm": Word(N_("storm"), "moving_away", "bad"),
    },
    formula=(
        N_("Average yearly change a = (c − b) / (t1 − t0) over the last six points within ten years; four are needed."),
        N_(
            "Value by a date: P = c + a (tT − t1), miss = (T − P) / (T − c); below 5 % sun, up to 20 % sun behind cloud, above cloud; a zero or adverse: storm."
        ),
        N_("Value to hold: reached, not worsening sun; reached, worsening sun behind cloud; not reached, approaching cloud; else storm."),
        N_("Direction: average and last change right sun; only the average sun behind cloud; only the last cloud; else storm."),
    ),
)
