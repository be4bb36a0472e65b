"""The personal form page by page: saved complete or not, what is asked of whom, what is refused."""

from datetime import date

import pytest
from django.test import Client

from batches.models import BatchItem, CandidateType
from candidates.models import Candidate, Education, Enrolment, UploadKind
from candidates.personal_form.tasks import tasks_of
from candidates.services import Period
from candidates.services.consents import give_consent
from ostami import clock
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform
from workflow.tasks import TaskState

pytestmark = pytest.mark.django_db

FORM = {
    "institution": "练习职业技术学校",
    "class_name": "数控 2301",
    "education": "vocational",
    "subject": "数控技术应用",
    "subject_relation": "same",
    "entered_on": "2023-09",
    "graduated_on": "2027-06",
    "training_hours": "420",
}
CERTIFICATE = {
    "prior_skill": "数控车工 五级/初级工",
    "prior_level": "5",
    "prior_relation": "same",
    "prior_certificate_number": "LX-2024-0001",
    "prior_issuer": "练习考试站",
    "prior_issued_on": "2024-07-01",
}
SCHOOL = Period(
    start=date(2020, 9, 1), end=date(2023, 6, 1), stage="junior", place="练习初级中学", duty="学生"
)
COLLEGE = Period(start=date(2023, 9, 1), stage="vocational", place="练习职业技术学校", subject="数控技术应用")


@pytest.fixture
def started(item: BatchItem, lin: Candidate) -> Enrolment:
    give_consent(user=lin.user, at=clock.now())
    return Enrolment.objects.create(batch_item=item, candidate=lin)


@pytest.fixture
def working(started: Enrolment) -> Enrolment:
    """The same of somebody in a job, for level 3."""
    started.batch.candidate_type = CandidateType.IN_SERVICE
    started.batch.save()
    started.batch_item = started.batch.items.get(plan_item__level=3)
    started.save()
    return started


@pytest.fixture
def hers(login: Login, lin: Candidate) -> Client:
    return login(lin.user)


def states(enrolment: Enrolment) -> dict[str, str]:
    fresh = Enrolment.objects.get(pk=enrolment.pk)
    return {task.label: task.state for task in tasks_of(fresh, at=clock.now())}


def asked(client: Client, address: str) -> list[str]:
    return list(client.get(address).context["form"].fields)


def test_a_new_enrolment_begins_with_the_school(hers: Client, started: Enrolment) -> None:
    assert states(started) == {
        "填写学校信息": TaskState.UNTOUCHED,
        "填写已取得的证书": TaskState.UNTOUCHED,
        "填写学习经历": TaskState.UNTOUCHED,
        "上传材料": TaskState.UNTOUCHED,
        "核对并提交": TaskState.BLOCKED,
        "打印申报表并盖章": TaskState.BLOCKED,
        "上传盖章申报表": TaskState.BLOCKED,
        "考试站审核": TaskState.BLOCKED,
    }
    page = hers.get(f"/candidates/{started.pk}/").content.decode()
    assert "请先完成：填写学校信息、填写已取得的证书、填写学习经历、上传材料" in page
    assert "还差：就读院校、文化程度、入学时间、专业、所学专业与申报工种" in page


def test_who_works_has_a_page_more(working: Enrolment) -> None:
    assert list(states(working))[:5] == [
        "填写工作单位与学历",
        "填写已取得的证书",
        "填写学习经历",
        "填写工作经历",
        "上传材料",
    ]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("form", "第 1 步，共 5 步"),
        ("certificates", "第 2 步，共 5 步"),
        ("history", "第 3 步，共 5 步"),
        ("uploads", "第 4 步，共 5 步"),
        ("check", "第 5 步，共 5 步"),
    ],
)
def test_each_page_says_where_it_stands_and_which_come(
    hers: Client, started: Enrolment, step: str, words: str
) -> None:
    page = hers.get(f"/candidates/{started.pk}/{step}/").content.decode()
    assert words in page
    for topic in ("学校", "已取得的证书", "学习经历", "材料", "核对并提交"):
        assert topic in page


def test_a_student_has_no_page_on_work(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/work/"
    assert (hers.get(address).status_code, hers.post(address).status_code) == (404, 404)


def test_the_first_page_tells_what_will_have_to_be_uploaded(hers: Client, started: Enrolment) -> None:
    page = hers.get(f"/candidates/{started.pk}/form/").content.decode()
    assert "学生证（必须提交）" in page
    assert "已取得的证书（申报表填写了已取得证书的，必须上传）" in page


def test_the_school_is_saved_and_leads_to_the_next_page(hers: Client, started: Enrolment) -> None:
    response = hers.post(f"/candidates/{started.pk}/form/", FORM)
    assert response["Location"] == f"/candidates/{started.pk}/certificates/"
    started.refresh_from_db()
    assert (started.institution, started.education) == ("练习职业技术学校", Education.VOCATIONAL)
    assert (started.entered_on, started.graduated_on) == (date(2023, 9, 1), date(2027, 6, 1))
    assert (started.training_hours, started.asks_internship) == (420, False)
    event = history_of(started).get()
    assert event.sentence == "填写了申报表"
    assert event.changes == {
        "就读院校": ["", "已填写"],
        "班级": ["", "已填写"],
        "文化程度": ["", "中专/职高/技校"],
        "专业": ["", "已填写"],
        "所学专业与申报工种": ["", "相同（专业对口、就是本职业）"],
        "入学时间": ["", "2023-09"],
        "预计毕业时间": ["", "2027-06"],
        "正规培训学时": ["", "420"],
    }


def test_the_history_of_a_change_repeats_nobodys_own_words(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/form/"
    hers.post(address, FORM)
    hers.post(address, {**FORM, "institution": "另一所学校", "subject": "", "education": "college"})
    changes = history_of(started).latest("pk").changes
    assert changes["就读院校"] == ["", "已修改"]
    assert changes["专业"] == ["", "已清空"]
    assert changes["文化程度"] == ["中专/职高/技校", "大专"]


def test_an_incomplete_page_is_saved_and_says_what_it_lacks(hers: Client, started: Enrolment) -> None:
    response = hers.post(f"/candidates/{started.pk}/form/", {**FORM, "subject": ""}, follow=True)
    assert "已保存。这一页还差：专业，可以以后补填。" in response.content.decode()
    started.refresh_from_db()
    assert started.institution == "练习职业技术学校"
    assert states(started)["填写学校信息"] == TaskState.TODO


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
        ({"graduated_on": "2023-09"}, "毕业时间须晚于入学时间，请核对后更正。"),
        ({"education": "doctor"}, "请从列表中选择文化程度。"),
        ({"subject_relation": "cousin"}, "请从列表中选择所学专业与申报工种。"),
        ({"training_hours": "很多"}, "培训学时为 0 至 9999 的整数，如 420。"),
        ({"training_hours": "-1"}, "培训学时为 0 至 9999 的整数，如 420。"),
        ({"institution": "校" * 101}, "请控制在 100 字以内，现有 101 字。"),
    ],
)
def test_what_is_wrong_is_refused_what_was_typed_stays_and_nothing_is_saved(
    hers: Client, started: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    response = hers.post(f"/candidates/{started.pk}/form/", {**FORM, "class_name": "留着", **changed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["class_name"].value() == "留着"
    started.refresh_from_db()
    assert started.class_name == ""


@pytest.mark.parametrize("typed", ["420", "４２０", "420学时", " 420 小时"])
def test_hours_are_understood_as_people_type_them(hers: Client, started: Enrolment, typed: str) -> None:
    hers.post(f"/candidates/{started.pk}/form/", {**FORM, "training_hours": typed})
    started.refresh_from_db()
    assert started.training_hours == 420


def test_students_are_asked_for_what_their_rule_needs(hers: Client, started: Enrolment) -> None:
    base = f"/candidates/{started.pk}"
    assert asked(hers, f"{base}/form/") == [
        "institution",
        "class_name",
        "education",
        "subject",
        "subject_relation",
        "entered_on",
        "graduated_on",
        "training_hours",
        "asks_internship",
    ]
    certificates = asked(hers, f"{base}/certificates/")
    assert "years_in_occupation" not in certificates
    assert not any(name.startswith("title") for name in certificates)


def test_who_works_is_asked_for_programme_and_title_from_level_three_on(
    hers: Client, working: Enrolment
) -> None:
    base = f"/candidates/{working.pk}"
    assert "programme" in asked(hers, f"{base}/form/")
    assert "training_hours" not in asked(hers, f"{base}/form/")
    assert {"title_name", "years_in_occupation"} <= set(asked(hers, f"{base}/certificates/"))
    working.batch_item = working.batch.items.get(plan_item__level=4)
    working.save()
    assert "programme" not in asked(hers, f"{base}/form/")
    assert "title_name" not in asked(hers, f"{base}/certificates/")


@pytest.mark.parametrize("kind", [CandidateType.IN_SERVICE, CandidateType.SOCIAL])
def test_who_is_no_student_names_an_employer(hers: Client, started: Enrolment, kind: CandidateType) -> None:
    started.batch.candidate_type = kind
    started.batch.save()
    page = hers.get(f"/candidates/{started.pk}/form/").content.decode()
    assert "工作单位" in page
    assert "就读院校" not in page


def test_a_month_of_graduation_asks_for_the_rest_of_the_schooling(hers: Client, working: Enrolment) -> None:
    address = f"/candidates/{working.pk}/form/"
    hers.post(address, {"institution": "练习机械厂", "education": "junior"})
    assert states(working)["填写工作单位与学历"] == TaskState.DONE
    hers.post(address, {"institution": "练习机械厂", "education": "college", "graduated_on": "2025-06"})
    page = hers.get(f"/candidates/{working.pk}/").content.decode()
    assert "还差：入学时间、专业、所学专业与申报工种" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"graduated_on": "2026-09"}, "毕业时间不能晚于今天；还没有毕业的"),
        ({"education": "college", "programme": "technician"}, "只有中专/职高/技校、高级技工学校有班别"),
    ],
)
def test_who_works_cannot_graduate_later_or_mix_up_schools(
    hers: Client, working: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    data = {"institution": "练习机械厂", "education": "vocational", **changed}
    response = hers.post(f"/candidates/{working.pk}/form/", data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nothing_held_is_one_tick(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/certificates/"
    assert hers.post(address, {"nothing": "on"})["Location"] == f"/candidates/{started.pk}/history/"
    assert states(started)["填写已取得的证书"] == TaskState.DONE
    assert hers.get(address).context["form"]["nothing"].value() is True


def test_a_page_saved_without_an_answer_stays_to_do(hers: Client, started: Enrolment) -> None:
    hers.post(f"/candidates/{started.pk}/certificates/", {})
    assert states(started)["填写已取得的证书"] == TaskState.UNTOUCHED


def test_what_is_held_is_stated_whole_and_shown(hers: Client, started: Enrolment) -> None:
    address = f"/candidates/{started.pk}/certificates/"
    hers.post(address, {"prior_skill": "数控车工 五级/初级工"})
    page = hers.get(f"/candidates/{started.pk}/").content.decode()
    assert "还差：已取得等级、证书职业与申报工种、已取得证书编号、发证单位、证书取得日期" in page
    hers.post(address, CERTIFICATE)
    assert states(started)["填写已取得的证书"] == TaskState.DONE
    started.refresh_from_db()
    assert (started.prior_level, started.prior_issued_on) == (5, date(2024, 7, 1))
    uploads = hers.get(f"/candidates/{started.pk}/").content.decode()
    assert "还差：本人照片、证件人像面、证件国徽面、学生证、已取得的证书" in uploads


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"nothing": "on"}, "已勾选“没有”，又填写了证书或职称。请取消勾选，或清空下面的内容。"),
        ({"prior_issued_on": "2026-08-02"}, "证书取得日期不能晚于今天，请按证书更正。"),
        ({"prior_issued_on": "2006-03-15"}, "证书取得日期早于出生日期，请按证书更正。"),
        ({"prior_issued_on": "去年"}, "证书取得日期不是有效的日期，请按 2026-01-31 的样子填写。"),
        ({"prior_level": "9"}, "请从列表中选择已取得等级。"),
    ],
)
def test_a_wrong_certificate_is_refused_and_nothing_is_saved(
    hers: Client, started: Enrolment, changed: dict[str, str], sentence: str
) -> None:
    response = hers.post(f"/candidates/{started.pk}/certificates/", {**CERTIFICATE, **changed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    started.refresh_from_db()
    assert not started.certificates_said


@pytest.mark.parametrize(("typed", "done"), [("", False), ("0", True), ("7 年", True)])
def test_who_works_says_for_how_long_none_included(
    hers: Client, working: Enrolment, typed: str, *, done: bool
) -> None:
    hers.post(f"/candidates/{working.pk}/certificates/", {"nothing": "on", "years_in_occupation": typed})
    assert (states(working)["填写已取得的证书"] == TaskState.DONE) is done


def test_a_returned_form_opens_again_with_the_reason_on_top(
    hers: Client, draft: Enrolment, item: BatchItem
) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    station_user = item.batch.station.organisation.users.get()
    perform(draft, "return", actor=station_user, reason="照片模糊，请重拍")
    assert "照片模糊，请重拍" in hers.get(f"/candidates/{draft.pk}/").content.decode()
    assert hers.post(f"/candidates/{draft.pk}/form/", FORM).status_code == 302


def test_who_has_not_agreed_to_the_privacy_text_reads_it_first(
    hers: Client, started: Enrolment, lin: Candidate
) -> None:
    lin.user.consents.all().delete()
    address = f"/candidates/{started.pk}/form/"
    assert hers.get(address)["Location"].startswith("/candidates/consent/?next=")


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
