"""Papers at one instant: numbers of copies, a signature beside a withdrawal, two signatures of one person."""

from datetime import date

import pytest
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from exams.models import PaperCopy, PaperReceipt
from exams.papers.numbers import copy_number
from exams.services.papers import hand_out, sign_paper
from ostami.problems import BlockedError
from question_bank.models import Paper, PaperUse
from question_bank.services.paper_uses import stop_using
from tests import rivals
from tests.factories import exam, people
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = exam.noon(date(2026, 8, 25))


def sign(use: PaperUse, user: User) -> str:
    try:
        sign_paper(use=PaperUse.objects.get(pk=use.pk), password=people.PASSWORD, actor=user, at=NOON)
    except BlockedError as blocked:
        return blocked.problems[0].text
    return "签收"


def download(use: PaperUse, user: User) -> str:
    fresh = PaperUse.objects.get(pk=use.pk)
    try:
        return hand_out(use=fresh, part="paper_a", size="a4", actor=user, at=NOON).copy.number
    except BlockedError as blocked:
        return blocked.problems[0].text


def test_downloads_at_one_instant_have_numbers_of_their_own(use: PaperUse, keeper: User) -> None:
    sign(use, keeper)
    numbers = rivals.at_once(lambda _: download(use, keeper), range(4))
    assert numbers == [copy_number(year=2026, serial=serial) for serial in (1, 2, 3, 4)]
    assert sorted(PaperCopy.objects.values_list("number", flat=True)) == numbers
    assert verify() == []


def test_two_clicks_sign_once(use: PaperUse, keeper: User) -> None:
    assert rivals.at_once(lambda _: sign(use, keeper), range(3)) == ["签收"] * 3
    assert PaperReceipt.objects.count() == 1
    assert history_of(use).count() == 1


def withdraw(paper: Paper, by: User) -> None:
    perform(paper, "withdraw", actor=by, at=NOON, reason="发现错题")


def test_who_signs_while_a_paper_is_withdrawn_waits_and_is_refused(use: PaperUse, keeper: User) -> None:
    answer = rivals.behind(lambda: withdraw(use.paper, keeper), lambda: sign(use, keeper))
    assert answer == f"{use.paper}已撤回"
    assert not PaperReceipt.objects.exists()


def test_who_downloads_while_a_paper_is_withdrawn_waits_and_is_refused(use: PaperUse, keeper: User) -> None:
    sign(use, keeper)
    answer = rivals.behind(lambda: withdraw(use.paper, keeper), lambda: download(use, keeper))
    assert answer == f"{use.paper}已撤回"
    assert not PaperCopy.objects.exists()


def test_a_change_of_date_that_is_being_approved_is_waited_for(
    batch: Batch, use: PaperUse, keeper: User
) -> None:
    def move() -> None:
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        held.exam_date = date(2026, 9, 20)
        held.save()

    answer = rivals.behind(move, lambda: sign(use, keeper))
    assert answer == "还没有到签收时间：2026-09-10 00:00 至 2026-09-20 24:00"
    assert not PaperReceipt.objects.exists()


def test_a_paper_that_is_being_signed_for_is_not_taken_back(
    use: PaperUse, keeper: User, management_user: User
) -> None:
    def take_back() -> str:
        try:
            stop_using(use=use, actor=management_user, at=NOON)
        except BlockedError as blocked:
            return blocked.problems[0].text
        return "取消"

    assert rivals.behind(lambda: sign(use, keeper), take_back) == f"{use.paper}已有人员签收，不能更换或取消"
    assert PaperReceipt.objects.get().use == use


def test_a_paper_that_is_being_taken_back_is_not_signed_for(
    use: PaperUse, keeper: User, management_user: User
) -> None:
    def late() -> str:
        with pytest.raises(Http404):
            sign(use, keeper)
        return "没有了"

    fresh = PaperUse.objects.get(pk=use.pk)
    assert rivals.behind(lambda: stop_using(use=fresh, actor=management_user, at=NOON), late) == "没有了"
    assert not PaperReceipt.objects.exists()
