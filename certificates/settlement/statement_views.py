"""The statement of settlements, as a workbook and to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from certificates.settlement.selectors import Entry
from certificates.settlement.sheets import TITLE, statement, to_print
from certificates.settlement.views import SettlementList
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.xlsx import render_xlsx
from ostami import clock
from ostami.downloads import XLSX, file_response


class _Statement(SettlementList):
    """The statement of what the list's filters leave."""

    abstract = True

    @property
    def about(self) -> str:
        """What the statement is about, in words: ``2026 年，已结算``."""
        asked = self.filter_form.cleaned_data
        words = [f"{asked['year']} 年" if asked.get("year") else "全部年度"]
        for name in ("status", "scheme"):
            if value := asked.get(name):
                choices: Any = self.filter_form.fields[name]
                words.append(dict(choices.choices)[value])
        return "，".join([*words, *filter(None, [asked.get("station", "")])])

    def sheets(self) -> Any:
        """Return the statement's sheets."""
        return statement(
            [Entry.of(row) for row in self.get_queryset()],
            about=self.about,
            on=clock.day_of(arrived_at(self.request)),
        )


class StatementXlsx(_Statement):
    """The statement as a workbook."""

    permission = Perm.SETTLEMENT_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it out."""
        return file_response(render_xlsx(self.sheets()), f"{TITLE} {self.about}.xlsx", XLSX)


class StatementPdf(_Statement):
    """The statement to print."""

    permission = Perm.SETTLEMENT_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it out."""
        return pdf_response(render_pdf(list(map(to_print, self.sheets()))), f"{TITLE} {self.about}.pdf")
