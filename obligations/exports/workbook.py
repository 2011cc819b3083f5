"""A list as a workbook for spreadsheet programs: every cell a text, so that nothing in it can be a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

FILE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31
WIDEST = 60
LONGEST_CELL = 32_767
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'"))


def workbook(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx file of one sheet, with a heading that stays in sight and filters above each column."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name.translate(NOT_IN_A_NAME)[:LONGEST_NAME])
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, title in enumerate(columns):
        width = max((len(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(width, len(title)) + 2, WIDEST), wrap)
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text[:LONGEST_CELL])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
    book.close()
    return target.getvalue()
