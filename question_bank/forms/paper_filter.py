"""What people ask of the list of papers; the address keeps it."""

from accounts.form_fields import filter_choice, search_word
from question_bank.forms.bank_filter import BankFilter
from question_bank.models import Paper, PaperStatus
from question_bank.narrowing import WAITING
from question_bank.paper_kinds import PaperKind, PaperSource


class PaperFilter(BankFilter):
    """Which papers the list shows."""

    listed = Paper
    kind = filter_choice("科目", PaperKind.choices)
    source = filter_choice("来源", PaperSource.choices)
    status = filter_choice("状态", [(WAITING, "待我复核"), *PaperStatus.choices])
    by = search_word("命题人", "姓名或账号")
    field_order = ("kind", "trade", "level", "source", "status", "by", "owner", "size")
