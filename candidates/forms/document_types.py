"""What staff type into the table of identity documents."""

from django import forms
from django.core.validators import RegexValidator

from accounts.form_fields import DigitsField, one_line
from accounts.forms import ConfirmForm
from accounts.names import SPACES, fold

LAST_POSITION = 999


class DocumentTypeForm(ConfirmForm):
    """Name, code and place of one kind, and whether it is offered."""

    name = one_line("显示名称", longest=30, help_text="注册页面的选项，请按证件上的名称填写。")
    upload_code = one_line(
        "上报代码",
        longest=10,
        required=False,
        help_text="上报证书数据时的证件类型代码，如 201；尚不知道的留空，页面显示“待上级确认”。",
        validators=[RegexValidator(r"^[0-9A-Za-z ０-９]*$", "上报代码由数字或字母组成，如 201。")],
    )
    position = DigitsField(
        label="排列顺序",
        min_value=1,
        max_value=LAST_POSITION,
        help_text="数字小的排在前面。",
        error_messages={
            "required": "请填写排列顺序。",
            "invalid": "排列顺序须为整数。",
            "min_value": f"排列顺序须为 1 到 {LAST_POSITION}。",
            "max_value": f"排列顺序须为 1 到 {LAST_POSITION}。",
        },
    )
    is_offered = forms.BooleanField(
        label="注册时可选", required=False, help_text="取消后，新考生不能再用这种证件注册；已注册的不受影响。"
    )

    def clean_name(self) -> str:
        """Return the name without spare spaces."""
        return SPACES.sub(" ", self.cleaned_data["name"]).strip()

    def clean_upload_code(self) -> str:
        """Return the code folded."""
        return fold(self.cleaned_data["upload_code"])
