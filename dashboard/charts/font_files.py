"""Sets documents and pictures with typst: our fonts only, so that all machines make the same bytes."""

from functools import cache

import typst

from dashboard.charts.fonts import FONTS


@cache
def fonts() -> typst.Fonts:
    """The fonts in `dashboard/fonts`, none of the machine's and none of typst's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
