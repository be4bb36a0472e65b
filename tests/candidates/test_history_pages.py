"""The pages on schooling and work: rows kept, sorted, deleted, and what they lack said at once."""

from datetime import date

import pytest
from django.test import Client

from batches.models import BatchItem, CandidateType
from candidates.forms.history import rows_as_data
from candidates.models import Candidate, Enrolment, HistoryKind
from candidates.services import Period
from candidates.services.consents import give_consent
from ostami import clock
from tests.candidates.test_filling import COLLEGE, SCHOOL
from tests.conftest import Login
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

JOB = Period(
    kind=HistoryKind.WORK, start=date(2023, 7, 1), place="练习机械厂", subject="车工", relation="same"
)


@pytest.fixture
def started(item: BatchItem, lin: Candidate) -> Enrolment:
    give_consent(user=lin.user, at=clock.now())
    facts = {"institution": COLLEGE.place, "education": "vocational", "entered_on": COLLEGE.start}
    return Enrolment.objects.create(batch_item=item, candidate=lin, **facts)


@pytest.fixture
def working(started: Enrolment) -> Enrolment:
    started.batch.candidate_type = CandidateType.IN_SERVICE
    started.batch.save()
    started.education, started.institution = "junior", "练习机械厂"
    started.save()
    return started


@pytest.fixture
def hers(login: Login, lin: Candidate) -> Client:
    return login(lin.user)


def study(enrolment: Enrolment) -> str:
    return f"/candidates/{enrolment.pk}/history/"


def test_the_history_replaces_what_was_there_and_leads_on(hers: Client, started: Enrolment) -> None:
    hers.post(study(started), rows_as_data([SCHOOL]))
    response = hers.post(study(started), rows_as_data([COLLEGE, SCHOOL]))
    assert response["Location"] == f"/candidates/{started.pk}/uploads/"
    assert [str(entry) for entry in started.history.all()] == [
        "2020.09–2023.06 练习初级中学，学生",
        "2023.09–至今 练习职业技术学校，数控技术应用",
    ]
    events = list(history_of(started).order_by("pk").values_list("sentence", "changes"))
    assert events == [
        ("填写了学习经历", {"学习经历": ["", "共 1 段"]}),
        ("填写了学习经历", {"学习经历": ["", "共 2 段"]}),
    ]


def test_rows_are_shown_in_the_order_of_time(hers: Client, started: Enrolment) -> None:
    hers.post(study(started), rows_as_data([COLLEGE, SCHOOL]))
    rows = hers.get(study(started)).context["form"].rows
    assert [row["place"].value() for row in rows][:2] == ["练习初级中学", "练习职业技术学校"]


def test_a_gap_is_shown_at_once_and_can_be_left_for_later(hers: Client, started: Enrolment) -> None:
    late = Period(start=date(2023, 10, 1), stage="vocational", place=COLLEGE.place)
    response = hers.post(f"{study(started)}?from=check", rows_as_data([SCHOOL, late]), follow=True)
    assert response.redirect_chain == [(f"{study(started)}?from=check", 302)]
    page = response.content.decode()
    assert "已保存 2 段经历，还不完整，请看下面的说明。" in page
    assert "之间缺 3 个月（2023.07–2023.09）的经历" in page
    assert f'href="/candidates/{started.pk}/check/">以后再补，先填下一步' in page


def test_what_is_only_begun_says_nothing_yet(hers: Client, started: Enrolment) -> None:
    assert "还不完整" not in hers.get(study(started)).content.decode()


def test_a_student_tells_of_other_time_on_the_same_page(hers: Client, started: Enrolment) -> None:
    between = Period(kind=HistoryKind.OTHER, start=date(2023, 7, 1), end=date(2023, 8, 1), place="家中")
    hers.post(study(started), rows_as_data([SCHOOL, between, COLLEGE]))
    assert [(entry.kind, entry.stage) for entry in started.history.order_by("start")] == [
        ("study", "junior"),
        ("other", ""),
        ("study", "vocational"),
    ]
    stages = [row["stage"].value() for row in hers.get(study(started)).context["form"].rows]
    assert stages[:3] == ["junior", "other", "vocational"]


def test_blank_rows_are_left_out_and_an_emptied_row_is_deleted(hers: Client, started: Enrolment) -> None:
    hers.post(study(started), rows_as_data([SCHOOL, COLLEGE]))
    data = rows_as_data([SCHOOL, COLLEGE])
    for name in ("stage", "start", "end", "place", "subject", "duty"):
        data[f"period-0-{name}"] = ""
    hers.post(study(started), data)
    assert [entry.place for entry in started.history.all()] == ["练习职业技术学校"]


def test_more_rows_come_by_a_button_and_what_was_typed_stays(hers: Client, started: Enrolment) -> None:
    before = hers.get(study(started)).context["form"].rows.total_form_count()
    data = {**rows_as_data([SCHOOL, COLLEGE]), "period-1-start": "not yet", "more": "1"}
    response = hers.post(study(started), data)
    rows = response.context["form"].rows
    assert (before, response.status_code, rows.total_form_count()) == (2, 200, 4)
    assert [row["start"].value() for row in rows][:2] == ["2020-09", "not yet"]
    assert not started.history.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"period-1-start": ""}, "第 2 段“起始年月”：请填写起始年月，如 2020-09。"),
        ({"period-1-place": ""}, "第 2 段“学校”：请填写学校。"),
        ({"period-1-stage": ""}, "第 2 段“就读阶段”：请选择就读阶段。"),
        ({"period-1-stage": "kindergarten"}, "第 2 段“就读阶段”：请从列表中选择就读阶段。"),
        ({"period-0-end": "2020-08"}, "第 1 段“截止年月”：截止年月不能早于起始年月，请对调或更正。"),
        ({"period-1-end": "2026-09"}, "第 2 段“截止年月”：截止年月不能晚于今天；至今的不填。"),
        ({"period-1-start": "2026-09"}, "第 2 段“起始年月”：起始年月不能晚于今天。"),
        ({"period-0-start": "2006-03"}, "第 1 段“起始年月”：起始年月早于出生日期，请更正。"),
        ({"period-TOTAL_FORMS": "many"}, ""),
        ({"period-TOTAL_FORMS": "9999"}, ""),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_saved(
    hers: Client, started: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    response = hers.post(study(started), {**rows_as_data([SCHOOL, COLLEGE]), **changed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not started.history.exists()


def test_twenty_periods_are_taken_and_no_more(hers: Client, started: Enrolment) -> None:
    assert hers.post(study(started), rows_as_data([SCHOOL] * 20)).status_code == 302
    assert hers.post(study(started), rows_as_data([SCHOOL] * 21)).status_code == 422
    assert started.history.count() == 20


def test_school_and_work_are_kept_beside_each_other(hers: Client, working: Enrolment) -> None:
    work = f"/candidates/{working.pk}/work/"
    assert hers.post(study(working), rows_as_data([SCHOOL]))["Location"] == work
    assert hers.post(work, rows_as_data([JOB]))["Location"] == f"/candidates/{working.pk}/uploads/"
    hers.post(study(working), rows_as_data([SCHOOL]))
    assert [(entry.kind, entry.relation) for entry in working.history.order_by("start")] == [
        ("study", ""),
        ("work", "same"),
    ]


def test_a_job_says_how_it_stands_to_the_trade_and_time_without_one_does_not(
    hers: Client, working: Enrolment
) -> None:
    work = f"/candidates/{working.pk}/work/"
    response = hers.post(work, {**rows_as_data([JOB]), "period-0-relation": ""})
    assert response.status_code == 422
    assert (
        "第 1 段“与申报职业”：请选择这份工作与申报职业是相同、相关还是不相关。" in response.content.decode()
    )
    hers.post(work, {**rows_as_data([JOB]), "period-0-kind": "other"})
    assert working.history.get().relation == ""


def test_the_schooling_of_who_works_offers_no_other_time(hers: Client, working: Enrolment) -> None:
    data = {**rows_as_data([SCHOOL]), "period-0-stage": "other"}
    assert hers.post(study(working), data).status_code == 422
