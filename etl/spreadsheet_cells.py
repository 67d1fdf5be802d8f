"""Texts in the cells of files that spreadsheets open: none begins a formula there, and each reads back as it was.

A spreadsheet takes a text such as `=1+1` for a formula. So a text that begins with one of FORMULA_STARTS, apostrophes before it
left aside, is written with one apostrophe more; whoever reads such a text takes its first apostrophe away. Numbers stay numbers.
After https://owasp.org/www-community/attacks/CSV_Injection.
"""

# The last four are the full-width forms, which spreadsheets in East Asian languages read alike.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
APOSTROPHE = "'"


def escaped(text: str) -> str:
    """The text as it is written into a cell."""
    return APOSTROPHE + text if _needs_care(text) else text


def plain(cell: str) -> str:
    """The text that `escaped` wrote into a cell."""
    return cell[1:] if cell.startswith(APOSTROPHE) and _needs_care(cell) else cell


def _needs_care(text: str) -> bool:
    return text.lstrip(APOSTROPHE).startswith(FORMULA_STARTS)
