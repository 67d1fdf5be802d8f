"""What each code of the record and the assessment is called; English here, the other languages in the catalogues."""

from etl import rules
from etl.messages import N_

STATUSES = {
    "achieved": N_("Achieved"),
    "on_track": N_("On track"),
    "slightly_off": N_("Slightly off track"),
    "off_track": N_("Off track"),
    "moving_away": N_("Moving away"),
    "mixed": N_("Mixed signals"),
    "complete": N_("Complete"),
    "substantial": N_("Substantially done"),
    "started": N_("Started"),
    "in_line": N_("In line"),
    "partly": N_("Partly in line"),
    "contrary": N_("Contrary act"),
    "announced": N_("Announced only"),
    "not_started": N_("Not started"),
    "superseded": N_("Superseded"),
    "no_evidence_found": N_("No evidence found"),
    "not_searched": N_("Not searched"),
    "not_signed_yet": N_("Not signed yet"),
    "not_assessable": N_("Not assessable"),
}

REASONS = {
    "no_answering_indicator": N_("No indicator answers it"),
    "no_data": N_("No data"),
    "too_few_points": N_("Too few data points"),
    "no_target_year": N_("Target without a year"),
    "break_in_series": N_("Break in the series"),
    "stale": N_("Data too old"),
    "sources_disagree": N_("Sources disagree"),
    "partial_period": N_("Parts of years only"),
    "not_yet_due": N_("Not yet due"),
    "suspended": N_("Suspended"),
    "not_measurable": N_("Not measurable"),
    "no_data_since_signature": N_("No data since the signature"),
    "not_coded": N_("Not coded yet"),
    "context_only": N_("Context only"),
}

REASON_SENTENCES = {
    "no_answering_indicator": N_("No indicator with published figures answers this pledge; what is shown beside it is context."),
    "no_data": N_("No figure was found by which its lead indicator could be assessed; other figures give it no status."),
    "too_few_points": N_("Fewer than four comparable yearly values stand within ten years; the rule needs four."),
    "no_target_year": N_("A target was stated without a year, so no path to it can be drawn."),
    "break_in_series": N_("The method or coverage of the series changed; too few values stand after the break."),
    "stale": N_("The newest value is too old, counted to the day shown."),
    "sources_disagree": N_("Sources or coders differ about it."),
    "partial_period": N_(
        "Only values for parts of a year, single days or statements exist; they are shown, but not compared year by year."
    ),
    "not_yet_due": N_("Its date has not come yet."),
    "suspended": N_("It was suspended."),
    "not_measurable": N_("No meaningful indicator exists for it."),
    "no_data_since_signature": N_("No yearly figure lies wholly after the signature yet."),
    "not_coded": N_("It is judged from dated acts by a written rubric; that coding has not been made yet."),
    "context_only": N_("It is shown for context: more or less of it is neither progress nor a setback for the pledge."),
}

# What a coded status means; the measured ones are explained by their rule.
CODED_SENTENCES = {
    "complete": N_("Dated acts meet the highest level of its rubric."),
    "substantial": N_("Dated acts meet the third of the four levels of its rubric."),
    "started": N_("Dated acts show the first step of its rubric."),
    "in_line": N_("Dated acts of the parties do what the words say."),
    "partly": N_("Dated acts do a part of what the words say, or are not yet in force."),
    "contrary": N_("A cited act of a party goes against the words."),
    "announced": N_(
        "No cited event carries it further than words, plans, headlines, one party's statements about itself or setbacks; whatever its score, it then reads announced only."
    ),
    "not_started": N_("No first step is known."),
    "superseded": N_("It was replaced by a later undertaking."),
    "no_evidence_found": N_("A logged search found no act of this kind; silence is counted against nobody."),
    "not_searched": N_("No search is logged that looked widely enough to say that nothing was found."),
}

MEASURED_SENTENCES = {
    "achieved": N_("The value is reached and the trend is not adverse."),
    "on_track": N_("The trend and the last change point the right way; where a value by a day is named, the pace reaches it or nearly."),
    "slightly_off": N_("The trend points the right way, the last change does not; or the pace falls a little short of the value named."),
    "off_track": N_("Only the last change points the right way, or the pace falls clearly short of the value named."),
    "moving_away": N_("The trend and the last change point the other way."),
    "mixed": N_("Its assessable indicators contradict each other."),
}

# An indicator of a coded family has no status of its own.
INDICATOR_REASONS = {**REASONS, "not_coded": N_("Judged with the pledge")}
INDICATOR_REASON_SENTENCES = {
    **REASON_SENTENCES,
    "no_data": N_("No figure was found by which it could be assessed."),
    "sources_disagree": N_("Two sources report this flow and their figures point in different directions."),
    "not_coded": N_("It is a step of its pledge, which is judged as a whole from dated acts by its rubric."),
}

# Their pledges are judged from dated acts by a rubric; all others are measured by figures.
CODED_FAMILIES = ("milestone", "declaratory")
FAMILIES = {
    "quantified": N_("Quantified"),
    "threshold": N_("Threshold"),
    "direction": N_("Direction"),
    "milestone": N_("Milestone"),
    "declaratory": N_("Declaratory"),
}

FAMILY_SENTENCES = {
    "quantified": N_("a value by a date"),
    "threshold": N_("a value to reach or hold every year"),
    "direction": N_("more, less, better: no number is named"),
    "milestone": N_("build, sign, open, adopt: done or not, in stages"),
    "declaratory": N_("support, reaffirm, respect, cooperate"),
}

DOMAINS = {
    "transport": N_("Transport corridors"),
    "energy": N_("Energy"),
    "raw-materials": N_("Critical raw materials"),
    "migration": N_("Migration"),
    "trade": N_("Trade"),
    "education": N_("Education"),
    "security": N_("Security"),
    "defence": N_("Defence"),
    "foreign-policy": N_("Foreign policy"),
    "nuclear": N_("Nuclear energy"),
    "space": N_("Space"),
    "investment-payments": N_("Investment and payments"),
    "environment": N_("Environment"),
    "culture": N_("Culture and language"),
    "law": N_("Law and treaties"),
}

STRENGTHS = {
    "firm": N_("firm undertaking"),
    "agree": N_("agreement"),
    "intend": N_("intention"),
    "aspire": N_("aspiration"),
    "affirm": N_("affirmation"),
    "unknown": N_("strength unknown"),
}

# Beside these, whoever undertakes, is measured or acted is a party, by its code (etl/record/parties.py).
OBLIGORS = {"joint": N_("The parties together")}
SIDES = {"both": N_("all parties")}
GRADES = {"A": N_("the Declaration's own words are known"), "B": N_("only a paraphrase is known")}
BASES = {"stated": N_("stated by a source"), "inferred": N_("inferred"), "unclear": N_("unclear")}
NATURES = {"act": N_("Act"), "claim": N_("Claim"), "plan": N_("Plan"), "outcome": N_("Outcome")}
EVENT_DIRECTIONS = {"progress": N_("Progress"), "setback": N_("Setback"), "neutral": N_("Neutral")}
ATTRIBUTIONS = {"joint": N_("The parties together"), "third-party": N_("Third party")}
CAUSES = {
    "": "",
    "third-party": N_("caused by a third party"),
    "joint": N_("caused jointly"),
    "natural": N_("natural cause"),
}
EVIDENCE = {
    "statistics": N_("Official statistics"),
    "act": N_("Official act"),
    "statement": N_("Official or company statement"),
    "third_party": N_("Third party"),
    "press": N_("Press"),
}
TIERS = {"original": N_("original publisher"), "agency": N_("news agency"), "press": N_("press"), "mirror": N_("mirror or repost")}
INDICATOR_DIRECTIONS = {
    "higher": N_("more is progress"),
    "lower": N_("less is progress"),
    "stable": N_("steady is progress"),
    "done": N_("done is progress"),
    "context": N_("context, not assessed"),
}
FREQUENCIES = {"A": N_("yearly"), "Q": N_("quarterly"), "M": N_("monthly"), "D": N_("daily"), "E": N_("as events occur")}
OBSERVATION_STATUSES = {"A": "", "E": N_("estimate"), "P": N_("provisional"), "B": N_("break"), "M": N_("missing")}
PUBLISHED_BASES = {
    "stated": N_("stated"),
    "inferred": N_("inferred"),
    "first_seen": N_("first seen"),
    "recorded": N_("recorded as it came"),
}
TARGET_KINDS = {"target": N_("Target"), "plan": N_("Plan"), "forecast": N_("Forecast"), "expectation": N_("Expectation")}
SYMBOLS = {name: word.label for name, word in rules.RULES["destatis"].words.items()}

# The rules by the name of their publisher, and the words they answer with.
RULE_NAMES = {name: rule.title for name, rule in rules.RULES.items()}
RULE_WORDS = {name: word.label for rule in rules.RULES.values() for name, word in rule.words.items()}
ANSWERS = {
    "directly": N_("answers the pledge directly"),
    "partly": N_("answers the pledge partly"),
    "no": N_("does not answer the pledge"),
}
OUTCOMES = {
    "rising": N_("rising"),
    "falling": N_("falling"),
    "steady": N_("steady"),
    "mixed": N_("mixed"),
    "unknown": N_("unknown"),
}
REPORTED = {"nothing": N_("nothing"), "announced": N_("announced"), "says_done": N_("says something was done")}
TERMS = {"verified": N_("terms verified"), "facts": N_("facts, no licence needed"), "unverified": N_("terms not verified")}
EVIDENCE_KINDS = {"observation": N_("observation"), "event": N_("event")}
CLASSES = {"good": N_("good"), "middle": N_("middle"), "bad": N_("bad")}
CHANGE_CAUSES = {
    "new_period": N_("New period"),
    "revised_data": N_("Revised data"),
    "changed_target": N_("Changed target"),
    "changed_rule": N_("Changed rule"),
    "recoding": N_("New coding"),
    "time_passed": N_("Time passed"),
}
SUBMISSION_STATES = {
    "submitted": N_("waits for a review"),
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "reverted": N_("reverted"),
}
DECISIONS = {"accepted": N_("accepted"), "rejected": N_("rejected"), "reverted": N_("reverted"), "comment": N_("comment")}
NOTICED_BY = {
    "project": N_("the project"),
    "party": N_("a party"),
    "publisher": N_("the publisher"),
    "reader": N_("a reader"),
}
DUE_KINDS = {"review": N_("Review"), "deadline": N_("Deadline"), "data": N_("Data"), "search": N_("Search for news")}
# On which side of the day asked for something falls: for us to look, never a judgement of a party.
DUE_STATES = {"overdue": N_("Overdue for us to look"), "due": N_("Due within a month"), "later": N_("Later")}
# Why no copy of a cited page is kept.
COPY_REASONS = {
    "terms": N_("its terms do not say that a copy may be kept"),
    "elsewhere": N_("it sends on to another address, whose terms do not say that a copy may be kept"),
    "unreachable": N_("it could not be reached"),
    "refused": N_("its server refuses access or has no such page"),
    "too_large": N_("it is too large"),
    "not_public": N_("its address is not public"),
    "redirect": N_("it sends on without end, or to no web page"),
}
CODER_KINDS = {"person": N_("person"), "institution": N_("institution"), "machine": N_("machine")}
CODING_ROLES = {"coding": N_("Coding"), "decision": N_("Decision")}
PRECISIONS = {"day": N_("day"), "month": N_("month")}
YES_OR_NO = {"": N_("no"), "yes": N_("yes")}

# The domains the reader looks for first.
FIRST_DOMAINS = ("transport", "energy", "raw-materials", "migration")
