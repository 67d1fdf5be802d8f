"""Figures in words: a value in its unit, a target; as plain text for pages and briefings."""

from etl.i18n.labels import TARGET_KINDS
from etl.i18n.translator import Translator
from etl.queries.query import Row


def value_text(words: Translator, indicator: Row, value: float | None, qualifier: str, withheld: bool = False) -> str:
    """A value in its indicator's unit; what is done or not done reads yes or no; what may not leave says so."""
    if withheld:
        return words.t("not passed on")
    if indicator["unit"] == "YES_NO" and value is not None:
        return words.t("yes") if value >= 1 else words.t("no")
    return words.amount(value, indicator["decimals"], indicator["amount"], qualifier)


def target_text(words: Translator, row: Row, decimals: int, amount: str) -> str:
    """A target: kind, number in its unit (`amount`), day it is for."""
    when = words.reduced(row["period"]) if row["period"] else words.t("no year named")
    if row["value"] is not None:
        when = f"{words.amount(row['value'], decimals, amount, row['qualifier'])} ({when})"
    elif row.get("withheld"):
        when = f"{words.t('not passed on')} ({when})"
    return words.pair(words.t(TARGET_KINDS[row["kind"]]), when)


def withheld_text(words: Translator, row: Row) -> str:
    """How many values of a publisher are not passed on (a row of `observation_rows.withheld`)."""
    return words.nt(
        "{n} value of {publisher} is not passed on, because of the publisher's terms.",
        "{n} values of {publisher} are not passed on, because of the publisher's terms.",
        row["values"],
        publisher=row["publisher"],
    )
