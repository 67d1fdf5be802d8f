"""Empty forms for observations, as CSV or XLSX: the columns, a filled example, drop-downs, and what each column means."""

import csv
import io
from typing import get_args

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from etl.i18n.translator import Translator
from etl.messages import N_
from etl.record.kinds import KINDS
from etl.record.models import Evidence, Indicator, Observation, Record, Unit
from etl.record.observations import Observed
from etl.spreadsheet_cells import escaped
from etl.submissions.columns import COLUMNS
from etl.submissions.filing import COLUMN
from etl.submissions.validate_observations import OBSERVATION_COLUMNS, REMARK

ROWS_WITH_CHOICES = 500
WIDTHS = {"indicator": 32, "period": 14, "value": 14, "url": 44, "note": 44, "series": 34, "speaker": 22}
EXAMPLE = N_("example: overwrite or leave it, rows that begin with # are not read")


def csv_header(kind: str, declaration: bool = False) -> str:
    """The columns of a kind of rows, as the first line of a CSV; `declaration`: with the one in which a row names its declaration."""
    return ",".join((*KINDS[kind].form, *((COLUMN,) if declaration else ()))) + "\r\n"


def csv_form(record: Record, declaration: str, indicator: Indicator, words: Translator) -> str:
    """The form as CSV: the header in the first line, then the example."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_columns(record))
    writer.writerow(escaped(text) for text in _example(record, declaration, indicator, words))
    return out.getvalue()


def xlsx_form(record: Record, declaration: str, indicator: Indicator, words: Translator) -> bytes:
    """The form as XLSX: the first sheet to fill in, with drop-downs; the second says what each column means."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = words.t("Figures")
    names = _columns(record)
    sheet.append(list(names))
    for column, text in enumerate(_example(record, declaration, indicator, words), 1):
        _write(sheet.cell(2, column), text)
    _write(sheet.cell(3, 1), indicator.id)
    if COLUMN in names:
        _write(sheet.cell(3, len(names)), declaration)
    for column, name in enumerate(names, 1):
        cell = sheet.cell(1, column)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 12)
        sheet.cell(2, column).font = Font(italic=True, color="808080")
    sheet.freeze_panes = "A2"
    choices = {
        "unit": [unit.code for unit in _units(record, indicator)],
        "qualifier": ["~", ">", "<"],
        "status": list(get_args(Observation.model_fields["status"].annotation)),
        "evidence": list(get_args(Evidence)),
        "series": list(indicator.series),
    }
    for name, listed in choices.items():
        listing = ",".join(listed)
        if listed and len(listing) < 255:
            rule = DataValidation(type="list", formula1=f'"{listing}"', allow_blank=True)
            letter = get_column_letter(OBSERVATION_COLUMNS.index(name) + 1)
            rule.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
            sheet.add_data_validation(rule)
    # Periods and numbers stay as they are typed: no date and no text in their place.
    for row in range(2, ROWS_WITH_CHOICES):
        sheet.cell(row, OBSERVATION_COLUMNS.index("period") + 1).number_format = "@"
    help_sheet = book.create_sheet(words.t("What the columns mean"))
    meanings = [(words.t("Column"), words.t("Meaning")), *((name, words.t(COLUMNS[name][1])) for name in names)]
    for row, meaning in enumerate(meanings, 1):
        for column, text in enumerate(meaning, 1):
            # One of them begins with "=" and is a sentence.
            help_sheet.cell(row, column, text).data_type = "s"
    help_sheet.column_dimensions["A"].width, help_sheet.column_dimensions["B"].width = 16, 100
    for line in help_sheet.iter_rows(min_row=1, max_col=2):
        line[0].font = Font(bold=True)
        line[1].alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(cell: Cell | MergedCell, text: str) -> None:
    """A text as a text, never a formula. A workbook cannot hold control characters."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", escaped(text))
    if cell.value:
        cell.data_type = "s"


def _units(record: Record, indicator: Indicator) -> list[Unit]:
    """The units the indicator may be sent in: those of its dimension, its own first."""
    own = next(unit for unit in record.units if unit.code == indicator.unit)
    return [own, *(unit for unit in record.units if unit.dimension == own.dimension and unit.code != own.code)]


def _columns(record: Record) -> tuple[str, ...]:
    """The columns of a form: with one for the declaration where there are several."""
    return (*OBSERVATION_COLUMNS, COLUMN) if len(record.declarations) > 1 else OBSERVATION_COLUMNS


def _example(record: Record, declaration: str, indicator: Indicator, words: Translator) -> list[str]:
    """The newest figure of the indicator as a row, marked as an example."""
    series = indicator.series[0] if indicator.series else ""
    known = [item for item in Observed.of(record.observations).only((series,)) if item.value is not None]
    newest = max(known, key=lambda item: item.period, default=None)
    cells = {
        "indicator": f"{REMARK} {indicator.id}",
        "period": newest.period if newest else "2025",
        "value": f"{newest.value:g}" if newest else "12.5",
        "unit": newest.unit if newest else indicator.unit,
        # A lone "=" would be read as the beginning of a formula; empty says the same.
        "qualifier": newest.qualifier.replace("=", "") if newest else "",
        "status": newest.status if newest else "A",
        "url": newest.url if newest else "https://example.org/",
        "series": series,
        "note": words.t(EXAMPLE),
        COLUMN: declaration,
    }
    return [cells.get(name, "") for name in _columns(record)]
