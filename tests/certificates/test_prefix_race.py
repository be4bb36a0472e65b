"""Of two branches that register one prefix at the same instant, one gets it."""

import pytest

from accounts.models import Organisation, User
from certificates.models import BranchPrefix
from certificates.numbers.prefixes import add_prefix
from ostami.problems import BlockedError
from tests.factories import numbers
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_prefix_is_one_branchs(centre_user: User) -> None:
    first = numbers.branch()
    second = numbers.branch(code="BR33")

    def register(branch: Organisation) -> str:
        try:
            add_prefix(branch=branch, prefix=numbers.PREFIX, valid_from=numbers.SINCE, actor=centre_user)
        except BlockedError as blocked:
            return str(blocked)[:8]
        return "registered"

    assert "registered" in (told := at_once(register, [first, second]))
    assert told != ["registered"] * 2
    assert BranchPrefix.objects.count() == 1
