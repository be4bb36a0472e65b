"""What is searched for: words as typed, cleaned, and what is never searched by."""

import re
from collections.abc import Iterator

from django import forms

from accounts.names import fold
from ostami.problems import Problem

LONGEST = 60
SHORTEST = 2
# Eighteen digits with a date within; certificate numbers have sixteen or twenty-two.
DOCUMENT = re.compile(r"\d{6}(19|20)\d{2}[01]\d[0-3]\d{4}[0-9X]")


class SearchForm(forms.Form):
    """The words of a search."""

    words = forms.CharField(
        label="搜索",
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"搜索内容最多 {LONGEST} 字，请只写编号、姓名或名称中的几个字。"},
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search", "autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        """Clean the words; refuse what can't be searched by."""
        words = fold(self.cleaned_data["words"])
        for problem in refused(words):
            raise forms.ValidationError(str(problem))
        return words


def refused(words: str) -> Iterator[Problem]:
    """Yield why words aren't searched for; nothing for none at all."""
    if 0 < len(words) < SHORTEST:
        yield Problem(f"请至少写 {SHORTEST} 个字", remedy="例如批次号、姓名或考试站名称中的几个字")
    if DOCUMENT.fullmatch(words.upper()):
        # The words stand in the address, and addresses in the logs of whatever lies between.
        yield Problem("证件号码不能用来搜索", remedy="请用姓名、批次号或证书编号搜索")
