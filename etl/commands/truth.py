"""The command `truth`: what each status rests on."""

from datetime import date
from pathlib import Path
from typing import Any

from etl.commands.console import DONE, output
from etl.commands.options import command, lang_option, output_option
from etl.commands.read_build import open_build, reading_options
from etl.reports.truth import truth


@command("-o docs/truth.md", "As a page of Markdown, in English: the lead of each pledge, whether it answers it, and why.")
@output_option
@reading_options
@lang_option
def truth_command(output_file: Path | None, as_of: date | None, internal: bool, warehouse: Path, **_others: Any) -> int:
    """Write the page."""
    with open_build(warehouse, as_of, internal) as (connection, _), output(output_file) as out:
        out.write(truth(connection))
    return DONE
