"""The form of an export."""

from accounts.form_fields import one_line
from accounts.forms import ConfirmForm


class ExportForm(ConfirmForm):
    """What the export is for."""

    reason = one_line("导出原因", longest=100, required=False, help_text="会记入操作记录。")
