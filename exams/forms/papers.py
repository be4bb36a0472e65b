"""What is typed into the pages of papers."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from exams.papers.keepers import keepers_of, login_words, possible_keepers
from exams.papers.numbers import number_problems, read_number
from stations.models import Station


class LoginsField(forms.ModelMultipleChoiceField[User]):
    """Logins of a station, to be ticked."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell people apart who are called the same."""
        return login_words(obj)


class KeepersForm(forms.Form):
    """Who signs for a station's papers.

    Args:
        station: the actor's.
    """

    users = LoginsField(
        queryset=User.objects.none(),
        label="试卷签收人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选账号已停用或不属于本站，请重新选择。"},
    )

    def __init__(self, *args: Any, actor: User, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people = cast("LoginsField", self.fields["users"])
        people.queryset = possible_keepers(station)
        people.initial = keepers_of(station)


class PasswordForm(forms.Form):
    """The actor's password once more; browsers are asked neither to fill it in nor to keep it."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        help_text="签收须由本人办理，请再次输入您的登录密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请输入您的登录密码。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class TraceForm(forms.Form):
    """The number of a copy, as it is read off a page."""

    number = forms.CharField(
        label="试卷编号",
        max_length=40,
        help_text="每页页眉和页脚都有，9 位数字，如 260 000 174。空格可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "请填写试卷编号。", "max_length": "试卷编号为 9 位数字，请核对。"},
    )

    def clean_number(self) -> str:
        """Return the digits."""
        number = read_number(self.cleaned_data["number"])
        if problems := list(number_problems(number)):
            raise ValidationError([str(problem) for problem in problems])
        return number
