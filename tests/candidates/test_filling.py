"""Filling in the form and the history, step by step, complete or not."""

from datetime import date

import pytest
from django.test import Client

from batches.models import BatchItem, CandidateType
from candidates.forms.history import rows_as_data
from candidates.models import Candidate, Education, Enrolment, EnrolmentStatus, HistoryKind, UploadKind
from candidates.services import Period
from candidates.tasks import tasks_of
from ostami import clock
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform
from workflow.tasks import TaskState

pytestmark = pytest.mark.django_db

FORM = {
    "institution": "练习职业技术学校",
    "education": "vocational",
    "entered_on": "2023-09",
    "subject": "数控技术应用",
    "prior_skill": "",
    "prior_certificate_number": "",
    "prior_issuer": "",
    "years_in_occupation": "",
    "eligibility": "中专在读，在校满两年",
    "other": "",
}
SCHOOL = Period(start=date(2020, 9, 1), end=date(2023, 6, 1), place="练习初级中学", duty="学生")
COLLEGE = Period(start=date(2023, 9, 1), place="练习职业技术学校", subject="数控技术应用")


@pytest.fixture
def started(item: BatchItem, lin: Candidate) -> Enrolment:
    return Enrolment.objects.create(batch_item=item, candidate=lin)


@pytest.fixture
def hers(login: Login, lin: Candidate) -> Client:
    return login(lin.user)


def states(enrolment: Enrolment) -> dict[str, str]:
    fresh = Enrolment.objects.get(pk=enrolment.pk)
    return {task.label: task.state for task in tasks_of(fresh, at=clock.now())}


def test_a_new_enrolment_begins_with_the_form(hers: Client, started: Enrolment) -> None:
    assert states(started) == {
        "填写申报表": TaskState.TODO,
        "填写学习（工作）经历": TaskState.TODO,
        "上传材料": TaskState.TODO,
        "核对并提交": TaskState.BLOCKED,
        "打印申报表并盖章": TaskState.BLOCKED,
        "上传盖章申报表": TaskState.BLOCKED,
        "考试站审核": TaskState.BLOCKED,
    }
    page = hers.get(f"/candidates/{started.pk}/").content.decode()
    assert "请先完成：填写申报表、填写学习（工作）经历、上传材料" in page
    assert "还差：就读院校、文化程度、是否符合申报条件、入学时间、专业" in page


def test_the_form_is_saved_and_leads_to_the_next_step(hers: Client, started: Enrolment) -> None:
    response = hers.post(f"/candidates/{started.pk}/form/", FORM)
    assert response["Location"] == f"/candidates/{started.pk}/history/"
    started.refresh_from_db()
    assert (started.institution, started.education) == ("练习职业技术学校", Education.VOCATIONAL)
    assert started.entered_on == date(2023, 9, 1)
    event = history_of(started).get()
    assert event.sentence == "填写了申报表"
    assert event.changes == {
        "就读院校": ["", "已填写"],
        "文化程度": ["", "中专/职高/技校"],
        "入学时间": ["", "2023-09"],
        "专业": ["", "已填写"],
        "是否符合申报条件": ["", "已填写"],
    }


def test_the_history_of_a_change_repeats_nobodys_own_words(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/form/"
    hers.post(address, FORM)
    hers.post(address, {**FORM, "institution": "另一所学校", "subject": "", "education": "college"})
    changes = history_of(started).latest("pk").changes
    assert changes["就读院校"] == ["", "已修改"]
    assert changes["专业"] == ["", "已清空"]
    assert changes["文化程度"] == ["中专/职高/技校", "大专"]


def test_an_incomplete_form_is_saved_as_well(hers: Client, started: Enrolment) -> None:
    assert hers.post(f"/candidates/{started.pk}/form/", {**FORM, "subject": ""}).status_code == 302
    started.refresh_from_db()
    assert started.institution == "练习职业技术学校"
    assert states(started)["填写申报表"] == TaskState.TODO


def test_saving_the_same_again_leaves_no_line(hers: Client, started: Enrolment) -> None:
    hers.post(f"/candidates/{started.pk}/form/", FORM)
    hers.post(f"/candidates/{started.pk}/form/", FORM)
    assert history_of(started).count() == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2023-09", 9),
        ("2023.9", 9),
        ("2023年9月", 9),
        ("２０２３－０９", 9),
        ("2023-09-15", 9),
        ("202312", 12),
    ],
)
def test_months_are_understood_as_people_type_them(
    hers: Client, started: Enrolment, typed: str, stored: int
) -> None:
    hers.post(f"/candidates/{started.pk}/form/", {**FORM, "entered_on": typed})
    started.refresh_from_db()
    assert started.entered_on == date(2023, stored, 1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"entered_on": "2026-09"}, "入学时间不能晚于今天，请核对学生证。"),
        ({"entered_on": "2006-03"}, "入学时间早于出生日期，请核对学生证。"),
        ({"entered_on": "昨年"}, "请按“年-月”填写，如 2023-09。"),
        ({"education": "doctor"}, "请从列表中选择文化程度。"),
        ({"years_in_occupation": "三"}, "请填写整数年数，如 3。"),
        ({"years_in_occupation": "61"}, "工龄为 0 至 60 年。"),
        ({"institution": "校" * 101}, "请控制在 100 字以内，现有 101 字。"),
    ],
)
def test_what_is_wrong_is_refused_what_was_typed_stays_and_nothing_is_saved(
    hers: Client, started: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    response = hers.post(f"/candidates/{started.pk}/form/", {**FORM, "other": "备注", **changed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["other"].value() == "备注"
    started.refresh_from_db()
    assert started.other == ""


@pytest.mark.parametrize("kind", [CandidateType.IN_SERVICE, CandidateType.SOCIAL])
def test_who_is_no_student_names_an_employer(hers: Client, started: Enrolment, kind: CandidateType) -> None:
    started.batch.candidate_type = kind
    started.batch.save()
    page = hers.get(f"/candidates/{started.pk}/form/").content.decode()
    assert "工作单位" in page
    assert "就读院校" not in page


def test_the_history_replaces_what_was_there(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/history/"
    response = hers.post(address, rows_as_data([SCHOOL]))
    assert response["Location"] == f"/candidates/{started.pk}/form/"
    hers.post(address, rows_as_data([SCHOOL, COLLEGE]))
    assert [str(entry) for entry in started.history.all()] == [
        "2020.09–2023.06 练习初级中学，学生",
        "2023.09–至今 练习职业技术学校，数控技术应用",
    ]


def test_blank_rows_are_left_out_and_an_emptied_row_is_deleted(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/history/"
    hers.post(address, rows_as_data([SCHOOL, COLLEGE]))
    data = rows_as_data([SCHOOL, COLLEGE])
    for name in ("start", "end", "place", "subject", "duty"):
        data[f"period-0-{name}"] = ""
    hers.post(address, data)
    assert [entry.place for entry in started.history.all()] == ["练习职业技术学校"]


def test_more_rows_come_by_a_button_and_what_was_typed_stays(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/history/"
    before = hers.get(address).context["form"].rows.total_form_count()
    data = {**rows_as_data([SCHOOL, COLLEGE]), "period-1-start": "not yet", "more": "1"}
    response = hers.post(address, data)
    rows = response.context["form"].rows
    assert (before, response.status_code, rows.total_form_count()) == (2, 200, 4)
    assert [row["start"].value() for row in rows][:2] == ["2020-09", "not yet"]
    assert not started.history.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"period-1-start": ""}, "第 2 段“起始年月”：请填写起始年月，如 2020-09。"),
        ({"period-1-place": ""}, "第 2 段“学校或单位”：请填写学校或单位。"),
        ({"period-0-end": "2020-08"}, "第 1 段“截止年月”：截止年月不能早于起始年月，请对调或更正。"),
        ({"period-1-start": "2026-09"}, "第 2 段“起始年月”：起始年月不能晚于今天。"),
        ({"period-TOTAL_FORMS": "many"}, ""),
        ({"period-TOTAL_FORMS": "9999"}, ""),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_saved(
    hers: Client, started: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    data = {**rows_as_data([SCHOOL, COLLEGE]), **changed}
    response = hers.post(f"/candidates/{started.pk}/history/", data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not started.history.exists()


def test_twenty_periods_are_taken_and_no_more(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/history/"
    assert hers.post(address, rows_as_data([SCHOOL] * 20)).status_code == 302
    assert hers.post(address, rows_as_data([SCHOOL] * 21)).status_code == 422
    assert started.history.count() == 20


def test_work_is_a_kind_of_its_own(hers: Client, started: Enrolment) -> None:
    work = Period(kind=HistoryKind.WORK, start=date(2024, 1, 1), place="练习机械厂", subject="车工")
    hers.post(f"/candidates/{started.pk}/history/", rows_as_data([work]))
    assert started.history.get().kind == HistoryKind.WORK


def test_the_check_page_shows_every_answer_with_the_number_masked(hers: Client, draft: Enrolment) -> None:
    page = hers.get(f"/candidates/{draft.pk}/check/").content.decode()
    for answer in ("林小禾", "练习职业技术学校", "2023-09", "数控技术应用", "练习初级中学", "一旦提交"):
        assert answer in page
    assert draft.candidate.masked_number in page
    assert draft.candidate.document_number not in page


def test_from_the_check_page_an_answer_is_changed_and_checked_again(hers: Client, draft: Enrolment) -> None:
    response = hers.post(f"/candidates/{draft.pk}/form/?from=check", FORM)
    assert response["Location"] == f"/candidates/{draft.pk}/check/"


def test_an_incomplete_form_says_all_that_is_missing_at_once(hers: Client, started: Enrolment) -> None:
    response = hers.post(f"/candidates/{started.pk}/check/")
    assert response.status_code == 422
    page = response.content.decode()
    for sentence in (
        "申报表的“就读院校”还没有填写（服务指南 4.4）。请返回申报表补填。",
        "学习（工作）经历还没有填写（服务指南 4.3-3）。",
        "还没有上传本人照片，在读学生必须提交（服务指南 4.5.1-3）。",
        "还没有上传学生证，在读学生必须提交（服务指南 4.5.1-3）。",
    ):
        assert sentence in page
    started.refresh_from_db()
    assert started.status == EnrolmentStatus.DRAFT


def test_a_returned_form_opens_again_with_the_reason_on_top(
    hers: Client, draft: Enrolment, item: BatchItem
) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    station_user = item.batch.station.organisation.users.get()
    perform(draft, "return", actor=station_user, reason="照片模糊，请重拍")
    assert "照片模糊，请重拍" in hers.get(f"/candidates/{draft.pk}/").content.decode()
    assert hers.post(f"/candidates/{draft.pk}/form/", FORM).status_code == 302


def test_a_second_submission_keeps_the_place_and_asks_for_a_new_stamp(
    draft: Enrolment, qian: Candidate, item: BatchItem
) -> None:
    station_user = item.batch.station.organisation.users.get()
    perform(draft, "submit", actor=draft.candidate.user)
    perform(exam.draft_enrolment(item, qian), "submit", actor=qian.user)
    stamped = exam.upload(draft, UploadKind.STAMPED_FORM)
    perform(draft, "return", actor=station_user, reason="请补正")
    again = perform(draft, "submit", actor=draft.candidate.user)
    assert again.sequence == 1
    assert not again.uploads.filter(pk=stamped.pk).exists()
