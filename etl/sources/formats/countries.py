"""Country codes: UN M49 numbers (https://unstats.un.org/unsd/methodology/m49/) as ISO 3166 alpha-3, from CLDR through babel."""

from functools import cache

from babel.core import get_global

WORLD = {900: "WLD", 1: "WLD"}
# CLDR also lists codes that ISO has withdrawn and that stand for a country of today.
WITHDRAWN = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}


def iso3(m49: int) -> str | None:
    """The alpha-3 code of an M49 number; `WLD` for the world (the UN Population Division's 900), None for other groups."""
    if m49 in WORLD:
        return WORLD[m49]
    alpha2 = get_global("territory_aliases").get(f"{m49:03d}", [])
    return _alpha3().get(alpha2[0]) if len(alpha2) == 1 else None


@cache
def _alpha3() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {to[0]: code for code, to in aliases.items() if len(code) == 3 and code.isalpha() and len(to) == 1 and code not in WITHDRAWN}
