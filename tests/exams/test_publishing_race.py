"""Acts on published results at one instant: the second waits, and reads what the first one did."""

from datetime import date

import pytest
import time_machine

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.models import CarriedScore, PublicNotice
from exams.publishing.carrying import offers
from exams.publishing.granting import grant_carried
from exams.publishing.objecting import answer_objection, raise_objection
from exams.publishing.review_verbs import answer_review, ask_review
from exams.selectors import examined
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, publishing, results
from tests.rivals import at_once
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = exam.noon(exam.EXAM_DATE)
REVIEW = exam.noon(date(2027, 1, 20))


def said(blocked: BlockedError) -> str:
    return blocked.problems[0].text


def test_an_objection_is_answered_once(station: Station, management_user: User) -> None:
    batch = publishing.notice_batch(station, management_user, {"林若溪": ("85", "92.5")})
    notice = PublicNotice.objects.get(batch=batch)
    made = raise_objection(notice=notice, name="周知情", contact="13900000009", text="有异议。", at=NOON)

    def answer(words: str) -> str:
        try:
            return answer_objection(objection=made, answer=words, actor=management_user, at=NOON).answer[:2]
        except BlockedError as blocked:
            return said(blocked)

    assert at_once(answer, ["属实。", "属实，已更正。"]) == ["属实", "该异议已由他人答复"]
    assert verify() == []


def test_a_review_is_asked_once_and_answered_once(
    station: Station, management_user: User, station_user: User
) -> None:
    with time_machine.travel(NOON):
        batch = results.approved(station, management_user, {"林若溪": ("59", "92.5")})
    enrolment = examined(batch)[0]
    candidate = enrolment.candidate.user

    def ask(reason: str) -> str:
        try:
            row = ask_review(enrolment=enrolment, kind="theory", reason=reason, actor=candidate, at=NOON)
        except BlockedError as blocked:
            return said(blocked)
        return row.kind

    assert at_once(ask, ["甲", "乙"]) == ["theory", "理论成绩已申请过复查，每科限一次"]
    review = enrolment.reviews.get()

    def answer(outcome: str) -> str:
        try:
            answer_review(review=review, outcome=outcome, answer="已核对。", actor=station_user, at=NOON)
        except BlockedError as blocked:
            return said(blocked)
        return "answered"

    assert at_once(answer, ["upheld", "corrected"]) == ["answered", "该项复查已由他人办理"]
    assert verify() == []


def test_a_score_is_carried_once_and_a_roster_that_goes_in_meanwhile_has_it(
    station: Station, management_user: User, station_user: User
) -> None:
    first = results.approved(station, management_user, {"林若溪": ("85", "55")})
    later = publishing.later_batch(first, management_user)
    enrolment = publishing.again(later, examined(first)[0].candidate)
    source = offers(enrolment)[0].source

    def act(what: str) -> str:
        try:
            _do(what, later, enrolment, source, station_user)
        except BlockedError as blocked:
            return said(blocked)
        return what

    answers = at_once(act, ["grant", "grant", "roster"])
    assert answers == ["grant", "roster", "已核定保留理论成绩 85 分"]
    assert CarriedScore.objects.count() == 1
    assert Enrolment.objects.get(pk=enrolment.pk).result.theory == 85
    assert verify() == []


def _do(what: str, later: Batch, enrolment: Enrolment, source: Enrolment, actor: User) -> None:
    if what == "roster":
        perform(later, "submit_roster", actor=actor, at=REVIEW)
    else:
        grant_carried(enrolment=enrolment, source=source, actor=actor, at=REVIEW)
