"""The page on which an office looks many certificates up at once."""

from typing import Any

from django.http import HttpResponse

from accounts.rights import Perm
from accounts.views.base import add_problems
from certificates.register.bulk import bulk_lookup
from certificates.register.bulk_budgets import MISSES_A_DAY, ROWS_A_DAY
from certificates.register.bulk_table import MOST_ALIKE, bulk_table
from certificates.register.workbook_views import WorkbookView
from documents.forms import TableUploadForm
from documents.table_import import TableImport, read_table
from ostami import clock
from ostami.downloads import XLSX, file_response
from ostami.problems import BlockedError


class BulkLookup(WorkbookView):
    """Take a workbook and answer with the result, or with every row that can't be asked for."""

    permission = Perm.BULK_LOOKUP
    form_class = TableUploadForm
    template_name = "certificates/register/bulk.html"
    heading = "批量查询证书"
    submit_label = "上传并查询"
    template_file = "批量查询证书模板.xlsx"

    def spec(self) -> TableImport:
        """Return the workbook's columns."""
        return bulk_table()

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer; while one row has a problem nothing is looked up."""
        try:
            table = read_table(bulk_table(), form.cleaned_data["file"])
            if table.bad:
                return self.render_to_response(self.get_context_data(form=form, table=table), status=422)
            answer = bulk_lookup(rows=table.rows, actor=self.actor)
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        return file_response(answer.content, f"证书查询结果 {clock.today():%Y%m%d}.xlsx", XLSX)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the limits, which the page tells beforehand."""
        limits = {"rows_a_day": ROWS_A_DAY, "misses_a_day": MISSES_A_DAY, "most_alike": MOST_ALIKE}
        return super().get_context_data(**{**limits, **kwargs})
