"""What is told of the register beside its statuses: pledges replaced by others, what parties say, mistakes corrected."""

from typing import Any

import duckdb

from etl.i18n.translator import Translator
from etl.messages import N_

PARTIES_SAY = N_("What the parties say")
OWN_WORDS = N_("A party's own words, dated; they are not scored and change no status.")
LAST_STATUS = N_(
    "It no longer counts; what follows is its last status and what was recorded under it. Events and codings stay with the pledge they were recorded for."
)
RECONSTRUCTED = N_(
    "It is reconstructed from what the record holds now: some days of publication are inferred, and figures whose day of publication is not known appear only from the day we first saw them. A reader of that day may have seen something else."
)


def past_day_sentence(connection: duckdb.DuckDBPyConnection, words: Translator) -> str:
    """What stands above whatever is shown of a day that is over: it was not read so then. Empty where the newest day is shown."""
    asked, newest = connection.execute("select as_of_day(), today from build").fetchall()[0]
    if asked >= newest:
        return ""
    return f"{words.t('You see what was known on {day}.', day=words.day(asked))} {words.t(RECONSTRUCTED)}"


def succession_sentence(words: Translator, row: dict[str, Any]) -> str:
    """One step from a pledge to what replaced it, in words, seen from either side."""
    if row["is_replaced"]:
        return words.t(
            "Replaced on {day} by {pledge}: {title}.", day=words.day(row["replaced_on"]), pledge=row["later"], title=row["later_title"]
        )
    return words.t(
        "It replaces {pledge} ({title}) from {day} on.",
        day=words.day(row["replaced_on"]),
        pledge=row["earlier"],
        title=row["earlier_title"],
    )


def comment_line(words: Translator, comment: dict[str, Any]) -> str:
    """Who said it, when, in which language."""
    lines = [comment["party_name"], comment["speaker"], words.day(comment["date"])]
    if comment["language"] != words.language:
        lines.append(words.t("our translation (language: {language})", language=words.language_name(comment["language"])))
    return ", ".join(lines)
