"""The cell styles of a workbook, by name: one look-up a cell instead of five settings."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from documents.table_sheets import ColumnKind

FONT = "宋体"
TITLE, FACT, HEADING = "表题", "表头信息", "列标题"
LINE = Side(style="thin", color="000000")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
FACT_ALIGNMENT = Alignment(horizontal="left", vertical="center", wrap_text=True)
HEADING_FILL = PatternFill("solid", fgColor="F2F2F2")
NUMBER_FORMATS = {ColumnKind.TEXT: "@", ColumnKind.NUMBER: "General", ColumnKind.DATE: "yyyy-mm-dd"}
KIND_NAMES = {ColumnKind.TEXT: "文本", ColumnKind.NUMBER: "数字", ColumnKind.DATE: "日期"}


def fact_style(kind: ColumnKind) -> str:
    """Return the name of the style for a fact's value of `kind`."""
    return FACT + KIND_NAMES[kind]


def body_style(kind: ColumnKind) -> str:
    """Return the name of the style for a cell in a column of `kind`."""
    return "单元格" + KIND_NAMES[kind]


def named_styles() -> list[NamedStyle]:
    """Return fresh copies of all styles, for one workbook."""
    return [
        NamedStyle(TITLE, font=Font(name=FONT, size=16, bold=True), alignment=CENTER),
        NamedStyle(
            FACT, font=Font(name=FONT, size=11, bold=True), alignment=FACT_ALIGNMENT, number_format="@"
        ),
        NamedStyle(
            HEADING,
            font=Font(name=FONT, size=11, bold=True),
            alignment=CENTER,
            border=BOX,
            fill=HEADING_FILL,
            number_format="@",
        ),
        *(_value_style(kind) for kind in ColumnKind),
        *(_fact_value_style(kind) for kind in ColumnKind),
    ]


def _value_style(kind: ColumnKind) -> NamedStyle:
    return NamedStyle(
        body_style(kind),
        font=Font(name=FONT, size=11),
        alignment=CENTER,
        border=BOX,
        number_format=NUMBER_FORMATS[kind],
    )


def _fact_value_style(kind: ColumnKind) -> NamedStyle:
    return NamedStyle(
        fact_style(kind),
        font=Font(name=FONT, size=11),
        alignment=FACT_ALIGNMENT,
        number_format=NUMBER_FORMATS[kind],
    )
