"""A candidate has a published score read again."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import Batch, BatchStatus
from candidates.models import Enrolment
from exams.archiving.guards import not_destroyable
from exams.models import ScoreReview
from exams.publishing.answering import answer_seen
from exams.publishing.review_verbs import answer_review, ask_review
from exams.publishing.reviewing import outcome_words, review_days_left, with_mended
from exams.scores import Scores
from exams.selectors import examined
from exams.services import ScoreEntry, record_scores
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, fees, results
from workflow.audit import history_of
from workflow.lifecycle import perform

# Published on Tuesday 2026-09-01.
NOON = exam.noon(exam.EXAM_DATE)
LAST = datetime(2026, 9, 8, 23, 59, 59, tzinfo=SHANGHAI)
WHY = "估分与公布的成绩相差较大。"


@pytest.fixture
def published(station: Station, management_user: User) -> Batch:
    with time_machine.travel(NOON):
        return results.approved(station, management_user, {"林若溪": ("59", "92.5"), "陈一鸣": (None, "90")})


@pytest.fixture
def lin(published: Batch) -> Enrolment:
    first: Enrolment = examined(published)[0]
    return first


def ask(enrolment: Enrolment, kind: str = "theory", at: datetime = LAST) -> ScoreReview:
    return ask_review(enrolment=enrolment, kind=kind, reason=WHY, actor=enrolment.candidate.user, at=at)


def words() -> str:
    return outcome_words(with_mended(ScoreReview.objects.all()).get())


def test_once_a_paper_until_the_fifth_working_day(lin: Enrolment) -> None:
    assert ask(lin).outcome == ""
    with pytest.raises(BlockedError, match="理论成绩已申请过复查，每科限一次"):
        ask(lin)
    with pytest.raises(BlockedError, match=r"已于 2026-09-08 24:00 截止"):
        ask(lin, "practical", LAST + timedelta(seconds=1))
    ask(lin, "practical")


def test_a_missed_paper_has_no_score_to_read(published: Batch) -> None:
    with pytest.raises(BlockedError, match="理论没有成绩，不能申请复查"):
        ask(examined(published)[1])


def test_before_publication_nothing_is_asked(batch: Batch) -> None:
    with pytest.raises(BlockedError, match="成绩还没有公布"):
        ask(examined(batch)[0], at=NOON)


def test_only_the_own_score_and_only_the_own_station(
    lin: Enrolment, published: Batch, station_user: User, other_station_user: User, management_user: User
) -> None:
    stranger = examined(published)[1].candidate.user
    with pytest.raises(Http404):
        ask_review(enrolment=lin, kind="theory", reason=WHY, actor=stranger, at=NOON)
    with pytest.raises(PermissionDenied):
        ask_review(enrolment=lin, kind="theory", reason=WHY, actor=station_user, at=NOON)
    review = ask(lin)
    for actor, error in ((other_station_user, Http404), (management_user, PermissionDenied)):
        with pytest.raises(error):
            answer_review(review=review, outcome="upheld", answer="无误。", actor=actor, at=LAST)
    answer_review(review=review, outcome="upheld", answer="无误。", actor=station_user, at=LAST)
    with pytest.raises(BlockedError, match="已由他人办理"):
        answer_review(review=review, outcome="corrected", answer="有误。", actor=station_user, at=LAST)


def test_certificates_wait_for_the_answer(
    lin: Enrolment, published: Batch, station_user: User, centre_user: User
) -> None:
    review = ask(lin)
    with pytest.raises(BlockedError, match="还有 1 项成绩复查没有办结"):
        perform(published, "certify", actor=centre_user, at=LAST)
    answer_review(review=review, outcome="upheld", answer="无误。", actor=station_user, at=LAST)
    with pytest.raises(BlockedError, match="没有合格考生") as blocked:
        perform(published, "certify", actor=centre_user, at=LAST)
    assert "复查" not in str(blocked.value)


def test_a_wrong_score_is_corrected_by_way_of_management(
    lin: Enrolment, published: Batch, station_user: User, management_user: User, centre_user: User
) -> None:
    review = ask(lin)
    with time_machine.travel(LAST, tick=False):
        review = answer_review(
            review=review, outcome="corrected", answer="合分有误，应为 69 分。", actor=station_user, at=LAST
        )
        assert words() == "成绩有误，待管理站退回成绩后更正"
        with pytest.raises(BlockedError, match="有 1 项成绩经复查须更正"):
            perform(published, "certify", actor=centre_user)
        back = perform(published, "return_results", actor=management_user, reason="复查发现合分有误")
        with pytest.raises(BlockedError, match="林若溪的理论成绩经复查须更正，尚未更正"):
            perform(exam.ready(back), "submit_results", actor=station_user)
    at = LAST + timedelta(hours=12)
    with time_machine.travel(at, tick=False):
        entry = ScoreEntry(lin.pk, Scores(Decimal(69), lin.result.practical))
        record_scores(batch=back, actor=station_user, entries=[entry], at=at, reason="合分有误")
        again = perform(exam.ready(back), "submit_results", actor=station_user)
        done = perform(again, "approve_results", actor=management_user)
        assert done.status == BatchStatus.RESULTS_APPROVED
        assert words() == "成绩已更正"
        perform(done, "certify", actor=centre_user)


def test_the_candidate_asks_and_reads_the_answer_on_the_own_pages(
    lin: Enrolment, login: Login, station_user: User
) -> None:
    user = lin.candidate.user
    address = f"/exams/enrolments/{lin.pk}/review/"
    with time_machine.travel(LAST, tick=False):
        client = login(user)
        assert address in client.get(lin.get_absolute_url()).content.decode()
        answer = client.post(address, {"kind": "", "reason": WHY})
        assert answer.status_code == 422
        assert WHY in answer.content.decode()
        assert client.post(address, {"kind": "theory", "reason": WHY}).status_code == 302
        assert "考试站正在复查" in client.get(lin.get_absolute_url()).content.decode()
        review = ScoreReview.objects.get()
        desk = login(station_user)
        assert "林若溪" in desk.get("/exams/score-reviews/").content.decode()
        sent = {"outcome": "upheld", "answer": "已核对试卷，合分无误。"}
        assert desk.post(f"/exams/score-reviews/{review.pk}/", sent).status_code == 302
        html = login(user).get(lin.get_absolute_url()).content.decode()
    assert "成绩无误，维持原成绩" in html
    assert "已核对试卷，合分无误。" in html


def answered(review: ScoreReview, outcome: str, by: User, *, seen: str = "", at: datetime = LAST) -> str:
    """Answer a review and return its words; a refusal as its first problem."""
    try:
        answer_review(review=review, outcome=outcome, answer="已核对。", actor=by, at=at, seen=seen)
    except BlockedError as blocked:
        return blocked.problems[0].text
    return words()


def certified_with_a_review(lin: Enrolment, centre: User) -> ScoreReview:
    """A review asked for on the last day, certificates having been issued before."""
    published = lin.batch
    results_of_chen = examined(published)[1].result
    results_of_chen.theory, results_of_chen.theory_absent = Decimal(85), False
    results_of_chen.save()
    fees.settled(published, NOON)
    perform(published, "certify", actor=centre, at=NOON)
    return ask(Enrolment.objects.get(pk=lin.pk))


def test_once_certificates_are_issued_the_centre_deals_with_a_wrong_score(
    lin: Enrolment, station_user: User, centre_user: User
) -> None:
    review = certified_with_a_review(lin, centre_user)
    assert answered(review, "corrected", station_user) == "不能选择“已更正”"
    assert answered(review, "centre", station_user) == "成绩有误，证书已核发，由指导中心处理"
    seen = answer_seen(ScoreReview.objects.get())
    assert "不能再改" in answered(review, "upheld", station_user, seen=seen)
    with pytest.raises(BlockedError) as blocked:
        perform(lin.batch, "archive", actor=station_user, at=LAST)
    assert "复查没有办结" not in str(blocked.value)
    assert "须更正" not in str(blocked.value)


def test_before_certificates_a_wrong_score_is_corrected_in_the_batch(
    lin: Enrolment, station_user: User
) -> None:
    review = ask(lin)
    assert answered(review, "centre", station_user) == "不能选择“成绩有误，由指导中心处理”"
    assert answered(review, "corrected", station_user) == "成绩有误，待管理站退回成绩后更正"


def test_a_batch_is_closed_once_nobody_may_ask_any_more(
    published: Batch, station_user: User, centre_user: User, settings: LazySettings
) -> None:
    def said(move: str, actor: User, at: datetime) -> str:
        with pytest.raises(BlockedError) as blocked:
            perform(published, move, actor=actor, at=at)
        return str(blocked.value)

    asking = "考生可在 2026-09-08 24:00 前申请成绩复查"
    assert asking in said("archive", station_user, LAST)
    assert asking not in said("archive", station_user, LAST + timedelta(seconds=1))
    assert asking not in said("certify", centre_user, LAST)
    settings.CERTIFY_AFTER_REVIEWS = True
    assert asking in said("certify", centre_user, LAST)
    assert asking not in said("certify", centre_user, LAST + timedelta(seconds=1))


def test_evidence_is_kept_while_candidates_may_ask(published: Batch) -> None:
    first = [one.text for one in review_days_left(published, on=LAST.date())]
    assert first == ["考生可在 2026-09-08 24:00 前申请成绩复查"]
    asking = not_destroyable(published, "papers", on=LAST.date())
    assert first[0] in [one.text for one in asking]


def test_a_score_corrected_before_the_answer_counts_as_corrected(
    lin: Enrolment, station_user: User, management_user: User
) -> None:
    review = ask(lin, at=NOON)
    with time_machine.travel(LAST, tick=False):
        back = perform(lin.batch, "return_results", actor=management_user, reason="合分有误")
        entry = ScoreEntry(lin.pk, Scores(Decimal(69), lin.result.practical))
        record_scores(batch=back, actor=station_user, entries=[entry], at=LAST, reason="合分有误")
    at = LAST + timedelta(minutes=1)
    assert answered(review, "corrected", station_user, at=at) == "成绩已更正，待重新审核公布"
    assert "不能再改" in answered(review, "upheld", station_user, seen=answer_seen(ScoreReview.objects.get()))


def test_an_answer_is_changed_until_the_correction_and_both_are_kept(
    lin: Enrolment, login: Login, station_user: User
) -> None:
    review = ask(lin)
    assert answered(review, "corrected", station_user) == "成绩有误，待管理站退回成绩后更正"
    page = f"/exams/score-reviews/{review.pk}/"
    with time_machine.travel(LAST, tick=False):
        client = login(station_user)
        assert "更改<span" in client.get("/exams/score-reviews/").content.decode()
        seen = answer_seen(ScoreReview.objects.get())
        assert f'value="{seen}"' in client.get(page).content.decode()
        sent = {"outcome": "upheld", "answer": "看错了考生，合分无误。", "seen": seen}
        assert client.post(page, {**sent, "seen": "2026-09-01"}).status_code == 422
        assert client.post(page, sent).status_code == 302
    assert words() == "成绩无误，维持原成绩"
    changed = history_of(review).filter(action="answer_review").latest("pk")
    assert changed.changes["复查结果"] == ["成绩有误，须更正", "成绩无误"]
