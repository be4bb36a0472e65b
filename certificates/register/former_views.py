"""The page on which the centre brings former certificates in."""

from typing import Any

from django.urls import reverse

from accounts.rights import Perm
from certificates.register.former_jobs import start_former_import
from certificates.register.former_table import former_table
from certificates.register.workbook_views import WorkbookView
from documents.forms import TableUploadForm
from documents.import_archive import LARGE, check_workbook_file
from documents.keeping import keep_table
from documents.table_import import TableImport
from documents.upload_limits import MEGABYTE
from documents.views.uploads import SizedUpload


class LargeTableForm(TableUploadForm):
    """A workbook of up to 100 000 rows."""

    max_bytes = LARGE.file_bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Excel 工作簿（.xlsx），不超过 {self.max_bytes // MEGABYTE} MB"


class FormerImport(SizedUpload, WorkbookView):
    """Take a workbook of former certificates and import it as a job; ``?template`` is the template."""

    permission = Perm.FORMER_IMPORT
    form_class = LargeTableForm
    template_name = "certificates/register/former.html"
    heading = "导入历史证书"
    submit_label = "上传并导入"
    template_file = "历史证书导入模板.xlsx"
    request_megabytes = LARGE.file_bytes // MEGABYTE + 1
    too_much_remedy = "请拆成几个表格分别导入。"

    def empty_form(self) -> LargeTableForm:
        """Return the form with nothing in it."""
        return LargeTableForm(actor=self.actor)

    def spec(self) -> TableImport:
        """Return the workbook's columns."""
        return former_table()

    def act(self, form: Any) -> str:
        """Keep the file and start the job."""
        content: bytes = form.cleaned_data["file"]
        check_workbook_file(content, bounds=LARGE)
        upload = keep_table(owner=self.actor, kind=self.request.path, content=content, name=form.file_name)
        job = start_former_import(upload=upload, actor=self.actor)
        return reverse("jobs:page", kwargs={"pk": job.pk})
