"""What people ask of the list of questions; the address keeps it, but for the words to look for."""

from django import forms

from accounts.form_fields import filter_choice, search_word
from question_bank.forms.bank_filter import BankFilter
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from question_bank.narrowing import WAITING


class QuestionFilter(BankFilter):
    """Which questions the list shows."""

    listed = Question
    pool = filter_choice("题库", Pool.choices)
    kind = filter_choice("题型", QuestionKind.choices)
    difficulty = filter_choice("难度", Difficulty.choices)
    point = search_word("知识点", "知识点中的字")
    status = filter_choice("状态", [(WAITING, "待我复核"), *ItemStatus.choices])
    by = search_word("出题人", "姓名或账号")
    field_order = (
        "pool",
        "trade",
        "level",
        "kind",
        "difficulty",
        "point",
        "status",
        "by",
        "owner",
        "size",
    )


class WordsForm(forms.Form):
    """Words to look for in the questions; they are sent, and stand in no address."""

    words = search_word("题干或选项", "题目中的字词")
