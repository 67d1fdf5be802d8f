"""What each code of the record and the assessment is called; English here, the other languages in the catalogues."""

from etl import rules
from etl.i18n.translator import mark
from etl.record import kinds

STATUSES = {
    "achieved": mark("Achieved"),
    "on_track": mark("On track"),
    "slightly_off": mark("Slightly off track"),
    "off_track": mark("Off track"),
    "moving_away": mark("Moving away"),
    "mixed": mark("Mixed signals"),
    "complete": mark("Complete"),
    "substantial": mark("Substantially done"),
    "started": mark("Started"),
    "in_line": mark("In line"),
    "partly": mark("Partly in line"),
    "contrary": mark("Contrary act"),
    "announced": mark("Announced only"),
    "not_started": mark("Not started"),
    "superseded": mark("Superseded"),
    "no_evidence_found": mark("No evidence found"),
    "not_searched": mark("Not searched"),
    "not_signed_yet": mark("Not signed yet"),
    "not_assessable": mark("Not assessable"),
}

REASONS = {
    "no_answering_indicator": mark("No indicator answers it"),
    "no_data": mark("No data"),
    "too_few_points": mark("Too few data points"),
    "no_target_year": mark("Target without a year"),
    "break_in_series": mark("Break in the series"),
    "stale": mark("Data too old"),
    "sources_disagree": mark("Sources disagree"),
    "partial_period": mark("Parts of years only"),
    "not_yet_due": mark("Not yet due"),
    "suspended": mark("Suspended"),
    "not_measurable": mark("Not measurable"),
    "no_data_since_signature": mark("No data since the signature"),
    "not_coded": mark("Not coded yet"),
    "context_only": mark("Context only"),
}

REASON_SENTENCES = {
    "no_answering_indicator": mark("No indicator with published figures answers this pledge; what is shown beside it is context."),
    "no_data": mark("No figure was found by which its lead indicator could be assessed; other figures give it no status."),
    "too_few_points": mark("Fewer than four comparable yearly values stand within ten years; the rule needs four."),
    "no_target_year": mark("A target was stated without a year, so no path to it can be drawn."),
    "break_in_series": mark("The method or coverage of the series changed; too few values stand after the break."),
    "stale": mark("The newest value is too old, counted to the day shown."),
    "sources_disagree": mark("Sources or coders differ about it."),
    "partial_period": mark(
        "Only values for parts of a year, single days or statements exist; they are shown, but not compared year by year."
    ),
    "not_yet_due": mark("Its date has not come yet."),
    "suspended": mark("It was suspended."),
    "not_measurable": mark("No meaningful indicator exists for it."),
    "no_data_since_signature": mark("No yearly figure lies wholly after the signature yet."),
    "not_coded": mark("It is judged from dated acts by a written rubric; that coding has not been made yet."),
    "context_only": mark("It is shown for context: more or less of it is neither progress nor a setback for the pledge."),
}

# What a coded status means; the measured ones are explained by their rule.
CODED_SENTENCES = {
    "complete": mark("Dated acts meet the highest level of its rubric."),
    "substantial": mark("Dated acts meet the third of the four levels of its rubric."),
    "started": mark("Dated acts show the first step of its rubric."),
    "in_line": mark("Dated acts of the parties do what the words say."),
    "partly": mark("Dated acts do a part of what the words say, or are not yet in force."),
    "contrary": mark("A cited act of a party goes against the words."),
    "announced": mark(
        "No cited event carries it further than words, plans, headlines, one party's statements about itself or setbacks; whatever its score, it then reads announced only."
    ),
    "not_started": mark("No first step is known."),
    "superseded": mark("It was replaced by a later undertaking."),
    "no_evidence_found": mark("A logged search found no act of this kind; silence is counted against nobody."),
    "not_searched": mark("No search is logged that looked widely enough to say that nothing was found."),
}

MEASURED_SENTENCES = {
    "achieved": mark("The value is reached and the trend is not adverse."),
    "on_track": mark("The trend and the last change point the right way; where a value by a day is named, the pace reaches it or nearly."),
    "slightly_off": mark("The trend points the right way, the last change does not; or the pace falls a little short of the value named."),
    "off_track": mark("Only the last change points the right way, or the pace falls clearly short of the value named."),
    "moving_away": mark("The trend and the last change point the other way."),
    "mixed": mark("Its assessable indicators contradict each other."),
}

# An indicator of a coded family has no status of its own.
INDICATOR_REASONS = {**REASONS, "not_coded": mark("Judged with the pledge")}
INDICATOR_REASON_SENTENCES = {
    **REASON_SENTENCES,
    "no_data": mark("No figure was found by which it could be assessed."),
    "sources_disagree": mark("Two sources report this flow and their figures point in different directions."),
    "not_coded": mark("It is a step of its pledge, which is judged as a whole from dated acts by its rubric."),
}

# Their pledges are judged from dated acts by a rubric; all others are measured by figures.
CODED_FAMILIES = ("milestone", "declaratory")
FAMILIES = {
    "quantified": mark("Quantified"),
    "threshold": mark("Threshold"),
    "direction": mark("Direction"),
    "milestone": mark("Milestone"),
    "declaratory": mark("Declaratory"),
}

FAMILY_SENTENCES = {
    "quantified": mark("a value by a date"),
    "threshold": mark("a value to reach or hold every year"),
    "direction": mark("more, less, better: no number is named"),
    "milestone": mark("build, sign, open, adopt: done or not, in stages"),
    "declaratory": mark("support, reaffirm, respect, cooperate"),
}

DOMAINS = {
    "transport": mark("Transport corridors"),
    "energy": mark("Energy"),
    "raw-materials": mark("Critical raw materials"),
    "migration": mark("Migration"),
    "trade": mark("Trade"),
    "education": mark("Education"),
    "security": mark("Security"),
    "defence": mark("Defence"),
    "foreign-policy": mark("Foreign policy"),
    "nuclear": mark("Nuclear energy"),
    "space": mark("Space"),
    "investment-payments": mark("Investment and payments"),
    "environment": mark("Environment"),
    "culture": mark("Culture and language"),
    "law": mark("Law and treaties"),
}

STRENGTHS = {
    "firm": mark("firm undertaking"),
    "agree": mark("agreement"),
    "intend": mark("intention"),
    "aspire": mark("aspiration"),
    "affirm": mark("affirmation"),
    "unknown": mark("strength unknown"),
}

# Beside these, whoever undertakes, is measured or acted is a party, by its code (etl/record/parties.py).
OBLIGORS = {"joint": mark("The parties together")}
SIDES = {"both": mark("all parties")}
GRADES = {"A": mark("the Declaration's own words are known"), "B": mark("only a paraphrase is known")}
BASES = {"stated": mark("stated by a source"), "inferred": mark("inferred"), "unclear": mark("unclear")}
NATURES = {"act": mark("Act"), "claim": mark("Claim"), "plan": mark("Plan"), "outcome": mark("Outcome")}
EVENT_DIRECTIONS = {"progress": mark("Progress"), "setback": mark("Setback"), "neutral": mark("Neutral")}
ATTRIBUTIONS = {"joint": mark("The parties together"), "third-party": mark("Third party")}
CAUSES = {
    "": "",
    "third-party": mark("caused by a third party"),
    "joint": mark("caused jointly"),
    "natural": mark("natural cause"),
}
EVIDENCE = {
    "statistics": mark("Official statistics"),
    "act": mark("Official act"),
    "statement": mark("Official or company statement"),
    "third_party": mark("Third party"),
    "press": mark("Press"),
}
TIERS = {"original": mark("original publisher"), "agency": mark("news agency"), "press": mark("press"), "mirror": mark("mirror or repost")}
INDICATOR_DIRECTIONS = {
    "higher": mark("more is progress"),
    "lower": mark("less is progress"),
    "stable": mark("steady is progress"),
    "done": mark("done is progress"),
    "context": mark("context, not assessed"),
}
FREQUENCIES = {"A": mark("yearly"), "Q": mark("quarterly"), "M": mark("monthly"), "D": mark("daily"), "E": mark("as events occur")}
OBSERVATION_STATUSES = {"A": "", "E": mark("estimate"), "P": mark("provisional"), "B": mark("break"), "M": mark("missing")}
PUBLISHED_BASES = {
    "stated": mark("stated"),
    "inferred": mark("inferred"),
    "first_seen": mark("first seen"),
    "recorded": mark("recorded as it came"),
}
TARGET_KINDS = {"target": mark("Target"), "plan": mark("Plan"), "forecast": mark("Forecast"), "expectation": mark("Expectation")}
SYMBOLS = {name: word.label for name, word in rules.RULES["destatis"].words.items()}

# The rules by the name of their publisher, and the words they answer with.
RULE_NAMES = {name: rule.title for name, rule in rules.RULES.items()}
RULE_WORDS = {name: word.label for rule in rules.RULES.values() for name, word in rule.words.items()}
ANSWERS = {
    "directly": mark("answers the pledge directly"),
    "partly": mark("answers the pledge partly"),
    "no": mark("does not answer the pledge"),
}
OUTCOMES = {
    "rising": mark("rising"),
    "falling": mark("falling"),
    "steady": mark("steady"),
    "mixed": mark("mixed"),
    "unknown": mark("unknown"),
}
REPORTED = {"nothing": mark("nothing"), "announced": mark("announced"), "says_done": mark("says something was done")}
TERMS = {"verified": mark("terms verified"), "facts": mark("facts, no licence needed"), "unverified": mark("terms not verified")}
EVIDENCE_KINDS = {"observation": mark("observation"), "event": mark("event")}
CLASSES = {"good": mark("good"), "middle": mark("middle"), "bad": mark("bad")}
CHANGE_CAUSES = {
    "new_period": mark("New period"),
    "revised_data": mark("Revised data"),
    "changed_target": mark("Changed target"),
    "changed_rule": mark("Changed rule"),
    "recoding": mark("New coding"),
    "time_passed": mark("Time passed"),
}
SUBMISSION_STATES = {
    "submitted": mark("waits for a review"),
    "accepted": mark("accepted"),
    "rejected": mark("rejected"),
    "reverted": mark("reverted"),
}
DECISIONS = {"accepted": mark("accepted"), "rejected": mark("rejected"), "reverted": mark("reverted"), "comment": mark("comment")}
SUBMISSION_KINDS = {name: kind.label for name, kind in kinds.KINDS.items()}
NOTICED_BY = {
    "project": mark("the project"),
    "party": mark("a party"),
    "publisher": mark("the publisher"),
    "reader": mark("a reader"),
}
DUE_KINDS = {"review": mark("Review"), "deadline": mark("Deadline"), "data": mark("Data"), "search": mark("Search for news")}
# On which side of the day asked for something falls: for us to look, never a judgement of a party.
DUE_STATES = {"overdue": mark("Overdue for us to look"), "due": mark("Due within a month"), "later": mark("Later")}
# Why no copy of a cited page is kept.
COPY_REASONS = {
    "terms": mark("its terms do not say that a copy may be kept"),
    "elsewhere": mark("it sends on to another address, whose terms do not say that a copy may be kept"),
    "unreachable": mark("it could not be reached"),
    "refused": mark("its server refuses access or has no such page"),
    "too_large": mark("it is too large"),
    "not_public": mark("its address is not public"),
    "redirect": mark("it sends on without end, or to no web page"),
}
CODER_KINDS = {"person": mark("person"), "institution": mark("institution"), "machine": mark("machine")}
CODING_ROLES = {"coding": mark("Coding"), "decision": mark("Decision")}
PRECISIONS = {"day": mark("day"), "month": mark("month")}
YES_OR_NO = {"": mark("no"), "yes": mark("yes")}

# The domains the reader looks for first.
FIRST_DOMAINS = ("transport", "energy", "raw-materials", "migration")
