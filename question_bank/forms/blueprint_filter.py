"""What the list of blueprints is narrowed by; kept in the address."""

from accounts.form_fields import search_word
from question_bank.forms.bank_filter import BankFilter
from question_bank.models import Blueprint


class BlueprintFilter(BankFilter):
    """Name, trade and level, and for those who see several banks, whose."""

    listed = Blueprint
    q = search_word("名称", "方案名称")
    owner = search_word("所属机构", "机构名称")
    field_order = ("q", "trade", "level", "owner", "size")
