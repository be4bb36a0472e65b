"""Import of tables from workbooks, in the words that other apps use; see the modules named here for each."""

from documents.import_reading import REASONS, read_table
from documents.import_spec import ImportColumn, ImportedRow, ImportedTable, TableImport, repeats
from documents.import_tabs import read_tables
from documents.import_values import choice, day, decimal_number, text, whole_number
from documents.import_writing import (
    NOTES,
    OPTIONS,
    errors_workbook,
    tables_workbook,
    template_workbook,
)

__all__ = [
    "NOTES",
    "OPTIONS",
    "REASONS",
    "ImportColumn",
    "ImportedRow",
    "ImportedTable",
    "TableImport",
    "choice",
    "day",
    "decimal_number",
    "errors_workbook",
    "read_table",
    "read_tables",
    "repeats",
    "tables_workbook",
    "template_workbook",
    "text",
    "whole_number",
]
