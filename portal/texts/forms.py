"""What is typed at the desk of public texts, and what the public looks for."""

from typing import TYPE_CHECKING, Any, cast

from django import forms

from accounts.form_fields import filter_choice, one_day, one_line, search_word
from accounts.forms import ConfirmForm
from documents.upload_limits import MEGABYTE
from portal.models import PublicText, TextFile, TextVersion
from portal.texts.attaching import ACCEPT, KINDS, MOST_FILES
from portal.texts.lifecycle import Showing
from portal.texts.writing import TextFacts
from stations.forms.files import FilesField, SeveralFiles
from stations.services.files import FILE_MAX_BYTES
from workflow.forms import TransitionForm

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST_BODY = 30_000
UNKNOWN = "提交的内容无法识别，请返回后重新打开本页。"


class AddedFiles(FilesField):
    """Files that may be added, or none."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files' names and bytes; nothing chosen is no file."""
        return super().clean(data, initial) if data else []


class TextForm(ConfirmForm):
    """The words of a page."""

    title = one_line("标题", longest=80)
    summary = one_line("摘要", longest=120, required=False, help_text="一句话，显示在列表和首页；可以不填。")
    body = forms.CharField(
        label="正文",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text="每段之间空一行；写法见下方“正文的写法”。",
        error_messages={
            "required": "请填写正文。",
            "max_length": "正文请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。",
        },
    )
    note = one_line(
        "修改说明", longest=200, required=False, help_text="改了什么、为什么改，记入修改历史，不公开。"
    )
    base = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": UNKNOWN, "invalid": UNKNOWN}
    )

    @staticmethod
    def words_of(version: TextVersion) -> dict[str, Any]:
        """Return what the form begins with."""
        words = {name: getattr(version, name) for name in ("title", "summary", "body")}
        return {**words, "base": version.number, "keep": [file.pk for file in version.files.all()]}

    def clean_body(self) -> str:
        """Return the body with plain ends of lines."""
        return "\n".join(self.cleaned_data["body"].splitlines())

    def rebase(self, version: TextVersion) -> None:
        """Go on from somebody else's version, with what was typed and the files that they added."""
        data = cast("QueryDict", self.data).copy()
        known = TextFile.objects.filter(
            versions__text=version.text_id, versions__number=self.cleaned_data["base"]
        )
        for file in version.files.exclude(pk__in=known):
            data.appendlist("keep", str(file.pk))
        data["base"] = str(version.number)
        self.data = data

    @property
    def file_names(self) -> list[str]:
        """The files that the version would have, by the boxes as they stand."""
        keep = cast("QueryDict", self.data).getlist("keep")
        kept = TextFile.objects.filter(pk__in=[key for key in keep if key.isdecimal()])
        return [*(file.name for file in kept), *(file.name for file in self.cleaned_data.get("file", ()))]

    @property
    def facts(self) -> TextFacts:
        """What is written."""
        told = self.cleaned_data
        return TextFacts(
            told["title"],
            told["summary"],
            told["body"],
            told["note"],
            kept=told.get("keep", ()),
            files=told.get("file", ()),
        )


class NoticeForm(TextForm):
    """The words of a notice, and its files."""

    field_order = ["title", "summary", "body", "keep", "file", "note", "base"]
    keep = forms.TypedMultipleChoiceField(
        label="现有附件",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="取消勾选的，在新版本中去掉。",
        error_messages={"invalid_choice": "这个附件已不在公告中，请从列表中选择。"},
    )
    file = AddedFiles(
        label="添加附件",
        required=False,
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
        help_text=f"{KINDS}；每个不超过 {FILE_MAX_BYTES // MEGABYTE} MB，最多 {MOST_FILES} 个。",
    )

    def __init__(self, *args: Any, present: list[TextFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep: Any = self.fields["keep"]
        keep.choices = [(file.pk, file.name) for file in present]
        if not present:
            del self.fields["keep"]


class PublishForm(TransitionForm):
    """What is published, as the page showed it; of a notice also from when to when."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": UNKNOWN, "invalid": UNKNOWN}
    )
    shown_from = one_day("公开日期", "这一天 0:00 起公众可以看到；列表按它排列。")
    shown_until = one_day("最后一天", "这一天 24:00 自动撤下；长期公开的留空。", required=False)
    pinned = forms.BooleanField(label="置顶", required=False, help_text="排在其他公告之前。")

    def __init__(self, *args: Any, case: PublicText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not case.is_notice:
            for name in ("shown_from", "shown_until", "pinned"):
                del self.fields[name]

    @property
    def showing(self) -> Showing | None:
        """How a notice is shown."""
        told = self.cleaned_data
        if "shown_from" not in told:
            return None
        return Showing(told["shown_from"], told["shown_until"], told["pinned"])


class NoticeFilter(forms.Form):
    """What the list of notices shows; kept in the address."""

    q = search_word("关键词", "标题或正文中的词")
    year = filter_choice("年份", nothing="全部年份")

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [("", "全部年份"), *((str(one), f"{one} 年") for one in years)]
        self.is_valid()


class CompareForm(forms.Form):
    """Two versions to compare."""

    old = forms.TypedChoiceField(label="旧版本", coerce=int)
    new = forms.TypedChoiceField(label="新版本", coerce=int)

    def __init__(self, *args: Any, versions: list[TextVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.number, str(one)) for one in versions]
        for field in self.fields.values():
            chosen: Any = field
            chosen.choices = choices
            chosen.widget.attrs["class"] = "form-select"
            chosen.error_messages["invalid_choice"] = "没有这一版，请从列表中选择。"
        self.is_valid()
