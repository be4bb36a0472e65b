"""Eligibility of stored enrolments: facts to clauses, what reviewers judge, and the guards on both sides."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, BatchItem, CandidateType
from candidates.eligibility.answer import Answer
from candidates.eligibility.outcome import OUTCOME_LENGTH
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.verdicts import Verdict
from candidates.eligibility_data.rules import (
    FETCHED_AHEAD,
    JOINED,
    eligibility_for,
    eligibility_for_many,
    open_points,
    outcome_of,
)
from candidates.models import (
    BirthYearWindow,
    Candidate,
    Education,
    EligibilityClause,
    Enrolment,
    EnrolmentStatus,
    HistoryEntry,
    HistoryKind,
    Judgement,
    UploadKind,
)
from candidates.services.judging import judge
from ostami import clock
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LETTERS = {Verdict.MET: "Y", Verdict.LOOK: "L", Verdict.NOT_MET: "N"}
Job = tuple[date, date | None, str]
NO_FACTS: dict[str, Any] = {
    "education": "",
    "graduated_on": date(2021, 6, 1),
    "programme": "",
    "subject_relation": "",
    "years_in_occupation": None,
}


def letters(answer: Answer) -> str:
    return "".join(LETTERS[one.verdict] for one in answer.clauses)


def student_letters(answer: Answer) -> str:
    return "".join(LETTERS[one.verdict] for one in answer.student)


@pytest.fixture
def open_batch(station: Station, management_user: User) -> "OpenBatch":
    return OpenBatch(station, management_user)


class OpenBatch:
    """Opens a batch of one item: `open_batch("in_service", level=3)`."""

    def __init__(self, station: Station, management: User) -> None:
        self.station, self.management = station, management

    def __call__(self, candidate_type: str, *, level: int = 4) -> BatchItem:
        turning = exam.trade()
        exam.scope(self.station, turning)
        plan = exam.approved_plan(self.station, self.management, {"trade": turning, "level": level})
        item = plan.items.get()
        batch: Batch = exam.approved_batch(self.station, self.management, item, candidate_type=candidate_type)
        return batch.items.get()


def with_facts(made: Enrolment, **facts: Any) -> Enrolment:
    """The same form with other facts, whether a form would take them or not."""
    Enrolment.objects.filter(pk=made.pk).update(**facts)
    return Enrolment.objects.get(pk=made.pk)


def worker(item: BatchItem, *jobs: Job, **facts: Any) -> Enrolment:
    """王师傅's form with no facts but those given."""
    made = exam.draft_enrolment(item, people.candidate("王师傅", born=date(1990, 5, 5)))
    made.history.filter(kind=HistoryKind.WORK).delete()
    for start, end, relation in jobs:
        HistoryEntry.objects.create(
            enrolment=made, kind=HistoryKind.WORK, start=start, end=end, relation=relation, place="练习机械厂"
        )
    return with_facts(made, **{**NO_FACTS, **facts})


def complete_worker(item: BatchItem, left_school: date, work: str, **facts: Any) -> Enrolment:
    """李师傅's complete form: at work from the month after school on, in a job of this relation."""
    given = {"entered_on": date(left_school.year - 3, 9, 1), "graduated_on": left_school, **facts}
    made = exam.draft_enrolment(item, people.candidate("李师傅", born=date(1999, 5, 5)), **given)
    made.history.filter(kind=HistoryKind.WORK).update(relation=work)
    return made


def handed_in(enrolment: Enrolment) -> Enrolment:
    return perform(enrolment, "submit", actor=enrolment.candidate.user)


def stamped(enrolment: Enrolment) -> Enrolment:
    row = handed_in(enrolment)
    exam.upload(row, UploadKind.STAMPED_FORM)
    return perform(row, "stamp", actor=enrolment.candidate.user)


# Students: education, year of birth, time at school, hours.
STUDENTS: tuple[tuple[int, dict[str, Any], str], ...] = (
    (4, {}, "YYYY"),
    (4, {"education": Education.SENIOR}, "NYYY"),
    (4, {"education": ""}, "NYNY"),
    (4, {"entered_on": date(2024, 9, 1)}, "YYYY"),
    (4, {"entered_on": date(2024, 9, 2)}, "YYNY"),
    (4, {"entered_on": date(2025, 9, 1), "asks_internship": True}, "YYLY"),
    (4, {"entered_on": date(2025, 9, 2), "asks_internship": True}, "YYNY"),
    (4, {"training_hours": 400}, "YYYY"),
    (4, {"training_hours": 399}, "YYYN"),
    (4, {"training_hours": None}, "YYYL"),
    (4, {"graduated_on": date(2026, 9, 2)}, "YYYY"),
    (4, {"graduated_on": date(2026, 9, 1)}, "LYYY"),
    (3, {}, "YYYY"),
    (3, {"education": Education.VOCATIONAL}, "NYYY"),
)


@pytest.mark.parametrize(("level", "facts", "expected"), STUDENTS)
def test_students_are_judged_by_their_four_conditions(
    batch: Batch, lin: Candidate, level: int, facts: dict[str, Any], expected: str
) -> None:
    item = batch.items.get(plan_item__level=level)
    made = with_facts(exam.draft_enrolment(item, lin), **facts)
    assert student_letters(eligibility_for(made)) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2006, 12, 31), "N"),
        (date(2007, 1, 1), "Y"),
        (date(2011, 12, 31), "Y"),
        (date(2012, 1, 1), "N"),
    ],
)
def test_years_of_birth_come_from_the_table_of_the_exam_year(
    item: BatchItem, born: date, expected: str
) -> None:
    draft = exam.draft_enrolment(item, people.candidate("林小禾", born=born))
    BirthYearWindow.objects.update(born_from=2007, born_to=2011)
    assert student_letters(eligibility_for(draft))[1] == expected


def test_a_year_without_a_window_is_judged_by_the_reviewer(draft: Enrolment) -> None:
    BirthYearWindow.objects.all().delete()
    assert student_letters(eligibility_for(draft)) == "YLYY"
    assert [one.point for one in open_points(draft)] == [JudgedPoint.BIRTH_YEAR]


SINCE = date(2021, 9, 1)
WORKERS: tuple[tuple[int, tuple[Job, ...], dict[str, Any], str], ...] = (
    (5, (), {}, "YN"),
    (5, ((date(2026, 8, 1), None, "same"),), {}, "YY"),
    (4, (), {}, "NNN"),
    (4, ((SINCE, None, "same"),), {}, "YNN"),
    (4, ((date(2021, 10, 1), None, "same"),), {}, "NNN"),
    (4, ((SINCE, None, "related"),), {}, "LNN"),
    (4, ((SINCE, None, ""),), {}, "LNN"),
    (4, ((SINCE, None, "unrelated"),), {}, "NNN"),
    # Both months of a job count whole: the two follow each other without a day between.
    (4, ((SINCE, date(2023, 12, 1), "same"), (date(2024, 1, 1), None, "same")), {}, "YNN"),
    (4, ((SINCE, date(2023, 11, 1), "same"), (date(2024, 1, 1), None, "same")), {}, "NNN"),
    (4, (), {"years_in_occupation": 5}, "LNN"),
    (4, (), {"years_in_occupation": 4}, "NNN"),
    (
        4,
        ((date(2023, 9, 1), None, "same"),),
        {"prior_level": 5, "prior_issued_on": date(2023, 9, 1), "prior_relation": "same"},
        "NYN",
    ),
    (
        4,
        ((date(2023, 9, 1), None, "same"),),
        {"prior_level": 5, "prior_issued_on": date(2023, 9, 1), "prior_relation": ""},
        "NLN",
    ),
    (
        4,
        ((date(2023, 9, 1), None, "same"),),
        {"prior_level": 5, "prior_issued_on": date(2023, 9, 2), "prior_relation": "same"},
        "NNN",
    ),
    (4, (), {"education": Education.VOCATIONAL, "subject_relation": "same"}, "NNY"),
    (4, (), {"education": Education.VOCATIONAL, "subject_relation": "related"}, "NNL"),
    (4, (), {"education": Education.VOCATIONAL}, "NNL"),
    (4, (), {"education": Education.VOCATIONAL, "subject_relation": "same", "graduated_on": None}, "NNN"),
    (4, (), {"education": Education.VOCATIONAL, "subject_relation": "unrelated"}, "NNN"),
    (
        4,
        (),
        {
            "education": Education.VOCATIONAL,
            "subject_relation": "same",
            "graduated_on": date(2026, 9, 2),
        },
        "NNN",
    ),
    (
        3,
        ((date(2025, 9, 1), None, "same"),),
        {"title_rank": "junior", "title_obtained_on": date(2025, 9, 1), "title_relation": "same"},
        "NNYNNN",
    ),
    (
        3,
        (),
        {
            "education": Education.SENIOR_WORKER,
            "programme": "senior_worker",
            "subject_relation": "same",
        },
        "NNNYNN",
    ),
    (
        3,
        (),
        {"education": Education.SENIOR_WORKER, "programme": "", "subject_relation": "same"},
        "NNNLNN",
    ),
)


@pytest.mark.parametrize("candidate_type", [CandidateType.IN_SERVICE, CandidateType.SOCIAL])
@pytest.mark.parametrize(("level", "jobs", "facts", "expected"), WORKERS)
def test_all_others_need_one_clause(
    open_batch: OpenBatch,
    candidate_type: str,
    level: int,
    jobs: tuple[Job, ...],
    facts: dict[str, Any],
    expected: str,
) -> None:
    made = worker(open_batch(candidate_type, level=level), *jobs, **facts)
    assert letters(eligibility_for(made)) == expected


def test_without_any_clause_the_reviewer_judges(open_batch: OpenBatch) -> None:
    made = worker(open_batch(CandidateType.SOCIAL))
    EligibilityClause.objects.all().delete()
    (point,) = open_points(made)
    assert point.point == JudgedPoint.CONFIRMATION
    assert point.words == "考试日 2026-09-01 没有四级的申报条件，须由管理站核对"


# Who may hand in.


def test_whoever_meets_no_condition_is_told_each_reason_and_nothing_is_handed_in(
    item: BatchItem, lin: Candidate
) -> None:
    late = exam.draft_enrolment(item, lin, entered_on=date(2024, 9, 2), training_hours=399)
    with pytest.raises(BlockedError) as refused:
        handed_in(late)
    tail = "（服务指南 4.3-1）。填写有误的请更正；确不符合的，请改报其他等级或以后再报。"
    head = "不符合在籍学生四级/中级工的申报条件："
    assert [str(problem) for problem in refused.value.problems] == [
        f"{head}2024-09-02 入学，到考试日 2026-09-01 在校满 1 年，须满 2 年{tail}",
        f"{head}经本校正规培训 399 学时，须达到 400 学时{tail}",
    ]
    late.refresh_from_db()
    assert (late.status, late.eligibility) == (EnrolmentStatus.DRAFT, "")


def test_a_worker_is_told_what_fails_of_each_clause(open_batch: OpenBatch) -> None:
    item = open_batch(CandidateType.IN_SERVICE)
    made = complete_worker(item, date(2021, 9, 1), "same", education=Education.SENIOR)
    with pytest.raises(BlockedError) as refused:
        handed_in(made)
    words = [problem.text for problem in refused.value.problems if "条" in problem.text]
    assert words == [
        "不符合四级/中级工的任何一条申报条件",
        "第 1 条不符合：从事工作自 2021-10-01 起累计，到考试日 2026-09-01 满 4 年，须满 5 年",
        "第 2 条不符合：未填写五级证书",
        "第 3 条不符合：学历为高中，须为中专/职高/技校、高级技工学校、大专、本科、研究生",
    ]


def test_a_form_that_is_not_filled_in_is_not_judged_besides(item: BatchItem, lin: Candidate) -> None:
    with pytest.raises(BlockedError) as refused:
        handed_in(exam.draft_enrolment(item, lin, certificates_said=False, training_hours=399))
    assert not [problem for problem in refused.value.problems if "申报条件" in problem.text]


def test_what_needs_a_look_can_be_handed_in_and_stands_on_the_form(item: BatchItem, lin: Candidate) -> None:
    row = handed_in(exam.draft_enrolment(item, lin, asks_internship=True, entered_on=date(2025, 9, 1)))
    assert row.status == EnrolmentStatus.SUBMITTED
    assert row.eligibility == "在籍学生符合四级/中级工申报条件（待核对：大三外出实习）"


# What the station judges.


@pytest.fixture
def doubtful(item: BatchItem, lin: Candidate) -> Enrolment:
    """林小禾's stamped form, without hours of training, with the internship asked for."""
    facts = {"training_hours": None, "asks_internship": True, "entered_on": date(2025, 9, 1)}
    return stamped(exam.draft_enrolment(item, lin, **facts))


HOURS = {JudgedPoint.HOURS: (True, "")}
BOTH = {JudgedPoint.HOURS: (True, "已核对培训台账"), JudgedPoint.INTERNSHIP: (True, "")}


def test_nobody_is_accepted_before_all_is_judged(doubtful: Enrolment, station_user: User) -> None:
    for verdicts, missing in (
        ({}, ["大三外出实习", "培训学时"]),
        ({JudgedPoint.HOURS: (True, "")}, ["大三外出实习"]),
    ):
        judge(enrolment=doubtful, verdicts=verdicts, actor=station_user, at=clock.now())
        with pytest.raises(BlockedError) as refused:
            perform(doubtful, "accept", actor=station_user)
        assert [problem.text.split("”")[0][1:] for problem in refused.value.problems] == missing
        assert {problem.clause for problem in refused.value.problems} == {"4.3-1"}


def test_what_was_judged_to_be_so_is_accepted_and_printed(doubtful: Enrolment, station_user: User) -> None:
    judge(enrolment=doubtful, verdicts=BOTH, actor=station_user, at=clock.now())
    row = perform(doubtful, "accept", actor=station_user)
    assert (row.status, row.eligibility) == (EnrolmentStatus.ACCEPTED, "在籍学生符合四级/中级工申报条件")
    event = history_of(row).get(action="judge")
    assert event.actor == station_user
    assert event.changes == {"培训学时": ["", "属实：已核对培训台账"], "大三外出实习": ["", "属实"]}


def test_what_was_judged_not_to_be_so_is_not_accepted(doubtful: Enrolment, station_user: User) -> None:
    verdicts = {**BOTH, JudgedPoint.HOURS: (False, "台账只有 300 学时")}
    judge(enrolment=doubtful, verdicts=verdicts, actor=station_user, at=clock.now())
    with pytest.raises(BlockedError, match=r"已核对，不属实.*请退回修改，或不予通过"):
        perform(doubtful, "accept", actor=station_user)
    assert open_points(Enrolment.objects.get(pk=doubtful.pk)) == []


def test_a_judgement_can_be_changed_and_is_told_once(doubtful: Enrolment, station_user: User) -> None:
    for is_so in (True, False, False):
        verdicts = {JudgedPoint.HOURS: (is_so, "核对")}
        judge(enrolment=doubtful, verdicts=verdicts, actor=station_user, at=clock.now())
    assert Judgement.objects.get().accepted is False
    assert [event.changes for event in history_of(doubtful).filter(action="judge").order_by("pk")] == [
        {"培训学时": ["", "属实：核对"]},
        {"培训学时": ["属实：核对", "不属实：核对"]},
    ]


LONG, SHORT = date(2021, 6, 1), date(2022, 6, 1)  # left school, five years and four before the exam
CERTIFICATE = {
    "prior_skill": "车工",
    "prior_level": 5,
    "prior_issued_on": date(2020, 1, 1),
    "prior_relation": "related",
    "prior_certificate_number": "990100000000001",
    "prior_issuer": "练习鉴定中心",
}
RELATIONS = (
    (JudgedPoint.SUBJECT, LONG, "unrelated", {"subject_relation": "related"}, "NNY"),
    (JudgedPoint.WORK, LONG, "related", {"education": Education.SENIOR}, "YNN"),
    (JudgedPoint.CERTIFICATE, SHORT, "same", {"education": Education.SENIOR, **CERTIFICATE}, "NYN"),
)


@pytest.mark.parametrize(("point", "left_school", "work", "facts", "expected"), RELATIONS)
@pytest.mark.parametrize("is_so", [True, False])
def test_a_judged_relation_decides_the_clause(
    open_batch: OpenBatch,
    station_user: User,
    point: JudgedPoint,
    left_school: date,
    work: str,
    facts: dict[str, Any],
    expected: str,
    *,
    is_so: bool,
) -> None:
    item = open_batch(CandidateType.IN_SERVICE)
    row = handed_in(complete_worker(item, left_school, work, **facts))
    assert [one.point for one in open_points(row)] == [point]
    judge(enrolment=row, verdicts={point: (is_so, "核对了材料")}, actor=station_user, at=clock.now())
    assert letters(eligibility_for(Enrolment.objects.get(pk=row.pk))) == (expected if is_so else "NNN")


def test_one_clause_that_is_met_settles_the_others(open_batch: OpenBatch, station_user: User) -> None:
    item = open_batch(CandidateType.IN_SERVICE)
    row = handed_in(complete_worker(item, LONG, "related", subject_relation="related"))
    assert [one.point for one in open_points(row)] == [JudgedPoint.WORK, JudgedPoint.SUBJECT]
    verdicts = {JudgedPoint.SUBJECT: (True, "毕业证专业为数控")}
    judge(enrolment=row, verdicts=verdicts, actor=station_user, at=clock.now())
    fresh = Enrolment.objects.get(pk=row.pk)
    assert (letters(eligibility_for(fresh)), open_points(fresh)) == ("LNY", [])


def test_a_form_handed_in_again_is_judged_anew(doubtful: Enrolment, station_user: User) -> None:
    verdicts = {**BOTH, JudgedPoint.HOURS: (False, "台账只有 300 学时")}
    judge(enrolment=doubtful, verdicts=verdicts, actor=station_user, at=clock.now())
    returned = perform(doubtful, "return", actor=station_user, reason="请补学时证明")
    assert LETTERS[eligibility_for(returned).verdict] == "L"
    again = perform(returned, "submit", actor=returned.candidate.user)
    assert not again.judgements.exists()
    assert [one.point for one in open_points(again)] == [JudgedPoint.INTERNSHIP, JudgedPoint.HOURS]


# Who may judge, when, and what.


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ({JudgedPoint.TITLE: (True, "")}, "“职称”不需要核对"),
        ({JudgedPoint.HOURS: (False, " ")}, "“培训学时”不属实，还没有写明原因"),
        ({JudgedPoint.HOURS: (True, "长" * 201)}, "“培训学时”的说明有 201 字，太长"),
    ],
)
def test_what_is_not_asked_or_not_explained_is_refused(
    doubtful: Enrolment, station_user: User, verdicts: dict[JudgedPoint, tuple[bool, str]], words: str
) -> None:
    with pytest.raises(BlockedError, match=words):
        judge(enrolment=doubtful, verdicts={**BOTH, **verdicts}, actor=station_user, at=clock.now())
    assert not Judgement.objects.exists()


def test_only_the_own_station_judges(
    doubtful: Enrolment, other_station_user: User, management_user: User
) -> None:
    with pytest.raises(Http404):
        judge(enrolment=doubtful, verdicts=BOTH, actor=other_station_user, at=clock.now())
    for other in (management_user, doubtful.candidate.user):
        with pytest.raises(PermissionDenied):
            judge(enrolment=doubtful, verdicts=BOTH, actor=other, at=clock.now())
    assert not Judgement.objects.exists()


def test_what_was_decided_is_not_judged_any_more(doubtful: Enrolment, station_user: User) -> None:
    judge(enrolment=doubtful, verdicts=BOTH, actor=station_user, at=clock.now())
    perform(doubtful, "accept", actor=station_user)
    with pytest.raises(BlockedError, match=r"报名当前状态为“审核通过”，不能再核对申报条件（服务指南 4.3）"):
        judge(enrolment=doubtful, verdicts=BOTH, actor=station_user, at=clock.now())


# Outcome, many at once, and the page.


def test_the_outcome_names_the_clause(open_batch: OpenBatch) -> None:
    made = worker(open_batch(CandidateType.SOCIAL), (SINCE, None, "same"))
    assert outcome_of(made) == "符合四级/中级工申报条件第 1 条"
    made.history.filter(kind=HistoryKind.WORK).update(relation="related")
    assert outcome_of(made) == "符合四级/中级工申报条件第 1 条（待核对：工作经历与年限）"
    made.history.filter(kind=HistoryKind.WORK).delete()
    assert outcome_of(made) == "不符合四级/中级工申报条件"
    assert max(len(point.label) for point in JudgedPoint) * len(JudgedPoint) < OUTCOME_LENGTH


@pytest.mark.parametrize("people_there", [1, 3])
def test_many_are_judged_in_a_fixed_number_of_queries(
    item: BatchItem, people_there: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people_there):
        exam.draft_enrolment(item, people.candidate(f"考生{number}"))
    with django_assert_num_queries(5):
        rows = Enrolment.objects.select_related(*JOINED).prefetch_related(*FETCHED_AHEAD)
        answers = eligibility_for_many(rows)
    assert [one.verdict for one in answers.values()] == [Verdict.MET] * people_there


def test_the_candidate_sees_what_is_judged_and_where_to_mend_it(
    login: Login, item: BatchItem, lin: Candidate, qian: Candidate
) -> None:
    draft = exam.draft_enrolment(item, lin, training_hours=399)
    page = login(lin.user).get(f"/candidates/{draft.pk}/eligibility/").content.decode()
    assert "经本校正规培训 399 学时，须达到 400 学时。" in page
    assert f'href="/candidates/{draft.pk}/form/"' in page
    assert login(qian.user).get(f"/candidates/{draft.pk}/eligibility/").status_code == 404


def test_after_submission_the_page_leads_to_no_form(login: Login, draft: Enrolment) -> None:
    handed_in(draft)
    page = login(draft.candidate.user).get(f"/candidates/{draft.pk}/eligibility/").content.decode()
    assert "报名已提交，不能修改" in page
    assert f'href="/candidates/{draft.pk}/form/"' not in page
