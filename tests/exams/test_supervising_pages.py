"""The pages of supervision reports, by role."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from examiners.models import Supervisor
from exams.models import SupervisionAssignment, SupervisionReport
from exams.supervising.checklist import QUESTIONS
from exams.supervising.drafting import begin_report, save_rectification
from stations.models import Position, Station
from tests.conftest import Login
from tests.factories import exam, results, staff
from tests.factories import supervision_reports as supervising
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
EXAM = exam.EXAM_DATE
LIST = "/exams/supervision/reports/"
FINDINGS = "2 号车床没有防护罩"
RECTIFY: dict[str, Any] = {
    "conclusion": "rectify",
    "findings": FINDINGS,
    "rectify_by": EXAM + timedelta(days=7),
}


@pytest.fixture(autouse=True)
def _exam_day() -> Iterator[None]:
    with time_machine.travel(exam.noon(EXAM), tick=False):
        yield


@pytest.fixture
def fang(management_user: User) -> Supervisor:
    return supervising.with_login(management_user)


@pytest.fixture
def fang_user(fang: Supervisor) -> User:
    assert fang.user
    return fang.user


@pytest.fixture
def assignment(batch: Batch, fang: Supervisor, management_user: User) -> SupervisionAssignment:
    return supervising.sent(batch, fang, management_user)


def filled(**facts: str) -> dict[str, str]:
    """What a browser sends of a checklist on which all is as it should be."""
    return {f"a_{one.key}": "yes" for one in QUESTIONS} | {"conclusion": "passed"} | facts


def begin_page(assignment: SupervisionAssignment) -> str:
    return reverse("exams:supervision_report_begin", kwargs={"pk": assignment.pk})


def picture(name: str = "现场.jpg", size: tuple[int, int] = (600, 400)) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, exam.picture(size), "image/jpeg")


def test_a_supervision_from_the_assignment_to_the_checked_rectification(
    login: Login,
    assignment: SupervisionAssignment,
    fang_user: User,
    station_user: User,
    management_user: User,
) -> None:
    client = login(fang_user)
    own = client.get("/examiners/supervision/").text
    assert begin_page(assignment) in own
    assert "填写督导报告" in client.get(begin_page(assignment)).text
    assert not SupervisionReport.objects.exists()
    client.post(begin_page(assignment))
    page = SupervisionReport.objects.get().get_absolute_url()
    told = filled(conclusion="rectify", findings=FINDINGS, rectify_by="2026-09-08")
    told |= {"a_workplaces": "no", "r_workplaces": "防护罩缺失"}
    assert client.post(f"{page}fill/", {**told, "photos": "1"}).headers["location"] == f"{page}photos/"
    client.post(f"{page}photos/", {"file": [picture(), picture()], "caption": "车工区"})
    assert client.post(f"{page}report/").headers["location"] == page

    login(management_user)
    assert f"{page}ask_rectification/" in client.get(page).text
    assert 'value="2026-09-08"' in client.get(f"{page}ask_rectification/").text
    client.post(f"{page}ask_rectification/", {"rectify_by": "2026-09-05", "reason": "逐台检查"})

    login(station_user)
    seen = client.get(page).text
    assert ("方督导" in seen, FINDINGS in seen, "2026-09-05" in seen, "逐台检查" in seen) == (True,) * 4
    client.post(f"{page}rectification/", {"rectification": "已补齐防护罩"})
    client.post(f"{page}rectification/photos/", {"file": [picture()], "caption": "新防护罩"})
    assert client.post(f"{page}rectify/").headers["location"] == page

    login(management_user)
    seen = client.get(page).text
    assert ("已补齐防护罩" in seen, "新防护罩" in seen) == (True, True)
    client.post(f"{page}accept/", {})
    assert SupervisionReport.objects.get().status == "closed"


def test_a_draft_is_stored_incomplete_and_by_itself(
    login: Login, assignment: SupervisionAssignment, fang_user: User
) -> None:
    report = begin_report(assignment=assignment, actor=fang_user)
    page, client = f"{report.get_absolute_url()}fill/", login(fang_user)
    assert client.post(page, {"a_patrol": "no", "findings": "无人巡视"}).status_code == 302
    answer = client.post(
        page, {"a_patrol": "yes", "a_fees": "maybe", "rectify_by": "明天"}, headers={"x-autosave": "1"}
    ).json()
    assert (answer["saved_at"], set(answer["errors"])) == ("12:00", {"a_fees", "rectify_by"})
    report.refresh_from_db()
    assert (report.checks["patrol"]["answer"], report.findings) == ("yes", "")
    wrong = client.post(page, filled(a_fees="maybe", findings="收费"))
    assert (wrong.status_code, "没有这个答案" in wrong.text, "收费" in wrong.text) == (422, True, True)


def test_pages_are_the_supervisors_own_and_the_stations_own(
    login: Login,
    assignment: SupervisionAssignment,
    fang_user: User,
    management_user: User,
    station_user: User,
    other_station_user: User,
    centre_user: User,
    branch_user: User,
) -> None:
    other = supervising.with_login(management_user, "袁督导").user
    assert other
    report = supervising.drafted(assignment)
    page, client = report.get_absolute_url(), login(fang_user)
    paths = ("", "fill/", "photos/", "report/", "report.pdf", "report.docx")

    def codes(user: User, *paths: str) -> list[int]:
        login(user)
        return [client.get(f"{page}{path}").status_code for path in paths]

    assert codes(fang_user, *paths) == [200] * 6
    assert codes(other, *paths) == [404] * 6
    assert codes(station_user, "", "fill/", "photos/", "rectification/") == [404, 403, 403, 404]
    assert codes(management_user, "", "fill/", "report.pdf") == [404, 403, 404]
    login(other)
    assert client.get(begin_page(assignment)).status_code == 404
    assert client.post(begin_page(assignment)).status_code == 404
    perform(report, "report", actor=fang_user)
    for user, code in (
        (station_user, 200),
        (management_user, 200),
        (centre_user, 200),
        (other_station_user, 404),
        (branch_user, 404),
        (other, 404),
    ):
        assert codes(user, "", "report.pdf", "report.docx") == [code] * 3
    login(fang_user)
    assert client.get(f"{page}fill/").headers["location"] == page
    assert client.get(begin_page(assignment)).status_code == 200
    assert client.post(begin_page(assignment)).headers["location"] == page


def photos_page(report: SupervisionReport) -> str:
    return reverse("exams:supervision_photos", kwargs={"pk": report.pk})


def send(client: Client, page: str, *files: SimpleUploadedFile) -> Any:
    return client.post(page, {"file": list(files)})


def test_photographs_are_encoded_anew_twelve_at_most_and_go_while_drafting(
    login: Login, assignment: SupervisionAssignment, fang_user: User, management_user: User
) -> None:
    report = supervising.drafted(assignment)
    page, client = photos_page(report), login(fang_user)
    assert send(client, page, *(picture(f"{n}.jpg") for n in range(11))).status_code == 302
    refused = send(client, page, picture(), picture())
    assert (refused.status_code, "照片最多 12 张，现有 11 张，又选了 2 张" in refused.text) == (422, True)
    broken = send(client, page, SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg"))
    assert (broken.status_code, "“a.jpg”：" in broken.text) == (422, True)
    assert "请先选择文件" in client.post(page, {}).text
    assert send(client, page, picture()).status_code == 302
    assert report.photos.count() == 12
    assert "需要更换时请先删除" in client.get(page).text
    photo = report.photos.earliest("pk")
    address = reverse("exams:supervision_photo", kwargs={"pk": report.pk, "photo": photo.pk})
    shown = client.get(address)
    assert (shown.headers["content-type"], shown.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    delete = f"{address}delete/"
    assert login(management_user).post(delete).status_code == 403
    login(fang_user)
    assert client.post(delete).status_code == 302
    assert client.get(address).status_code == 404
    perform(report, "report", actor=fang_user)
    last = report.photos.latest("pk")
    client.post(reverse("exams:supervision_photos_delete", kwargs={"pk": report.pk, "photo": last.pk}))
    assert report.photos.count() == 11
    assert "内容不能修改" in send(client, page, picture()).text


def test_a_rectification_is_the_stations_until_it_is_handed_in(
    login: Login,
    assignment: SupervisionAssignment,
    management_user: User,
    station_user: User,
    fang_user: User,
) -> None:
    report = supervising.reported(assignment, **RECTIFY)
    report = perform(report, "ask_rectification", actor=management_user)
    report = save_rectification(report=report, actor=station_user, text="正在补齐防护罩")
    page, client = report.get_absolute_url(), login(station_user)
    send(client, f"{page}rectification/photos/", picture())
    photo = report.photos.get()
    address = reverse("exams:supervision_photo", kwargs={"pk": report.pk, "photo": photo.pk})
    assert ("正在补齐防护罩" in client.get(page).text, client.get(address).status_code) == (True, 200)
    for user in (management_user, fang_user):
        login(user)
        assert "正在补齐防护罩" not in client.get(page).text
        assert client.get(address).status_code == 404
        assert client.get(f"{page}rectification/").status_code == 403
    perform(report, "rectify", actor=station_user)
    login(management_user)
    assert ("正在补齐防护罩" in client.get(page).text, client.get(address).status_code) == (True, 200)
    login(station_user)
    assert client.get(f"{page}rectification/").headers["location"] == page


def test_the_station_learns_who_comes_on_the_exam_day(
    login: Login, batch: Batch, assignment: SupervisionAssignment, station_user: User, management_user: User
) -> None:
    address, client = batch.get_absolute_url(), login(station_user)
    letter = reverse("exams:supervision_letter", kwargs={"pk": batch.pk})
    with time_machine.travel(exam.noon(EXAM - timedelta(days=1)), tick=False):
        login(station_user)
        page = client.get(address).text
        assert ("方督导" in page, letter in page) == (False, True)
    login(station_user)
    assert "方督导" in client.get(address).text
    assert "督导报告尚未提交" in client.get(address).text
    supervising.reported(assignment)
    page = SupervisionReport.objects.get().get_absolute_url()
    assert page in client.get(address).text
    login(management_user)
    assert "方督导" in client.get(address).text
    assert page in client.get(assignment.get_absolute_url()).text


def test_the_page_of_a_batch_tells_of_nobody_where_nobody_is_sent(
    login: Login, batch: Batch, station_user: User
) -> None:
    letter = reverse("exams:supervision_letter", kwargs={"pk": batch.pk})
    client = login(station_user)
    assert letter not in client.get(batch.get_absolute_url()).text
    assert client.get(letter).status_code == 404


def test_management_sees_what_is_late_and_what_is_missing(
    login: Login,
    batch: Batch,
    other_batch: Batch,
    other_station: Station,
    assignment: SupervisionAssignment,
    fang: Supervisor,
    management_user: User,
    station_user: User,
) -> None:
    supervising.sent(other_batch, fang, management_user)
    report = supervising.reported(assignment, **RECTIFY)
    perform(report, "ask_rectification", actor=management_user)
    with time_machine.travel(exam.noon(date(2026, 9, 9)), tick=False):
        client = login(management_user)
        page = client.get(LIST).text
        assert ("整改已逾期 1 天" in page, f"方督导督考{other_batch}" in page) == (True, True)
        assert "整改已逾期 1 天" in client.get(f"{LIST}?overdue=1").text
        assert "整改已逾期 1 天" in client.get(report.get_absolute_url()).text
        for query in ("status=closed", "conclusion=passed", "station=902"):
            assert "没有符合条件的督导报告" in client.get(f"{LIST}?{query}").text
        assert str(batch.number) in client.get(f"{LIST}?status=rectifying&station=901").text
        own = login(station_user).get(LIST).text
        assert ("整改已逾期 1 天" in own, "方督导督考" in own) == (True, False)
        assert "整改已逾期 1 天" in client.get(batch.get_absolute_url()).text
    with time_machine.travel(exam.noon(date(2026, 9, 8)), tick=False):
        assert "没有符合条件" in login(management_user).get(f"{LIST}?overdue=1").text


def test_the_list_takes_the_same_queries_for_one_row_and_for_three(
    login: Login,
    batch: Batch,
    other_batch: Batch,
    other_station: Station,
    assignment: SupervisionAssignment,
    fang: Supervisor,
    management_user: User,
) -> None:
    client = login(management_user)

    def queries() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen)

    supervising.reported(assignment)
    first = queries()
    supervising.reported(supervising.sent(other_batch, fang, management_user))
    further = results.roster_batch(other_station, management_user, "第三考生")
    supervising.reported(supervising.sent(further, fang, management_user))
    assert queries() == first


def autosaved(client: Client, page: str, told: dict[str, str]) -> Any:
    return client.post(page, told, headers={"x-autosave": "1"}).json()


def shown(client: Client, page: str) -> dict[str, str]:
    """What a browser has in the form's fields when the page is opened."""
    form = client.get(page).context["form"]
    return {field.html_name: str(field.value() or "") for field in form}


def test_an_old_tab_writes_nothing_over_what_was_stored_since(
    login: Login, assignment: SupervisionAssignment, fang_user: User
) -> None:
    report = begin_report(assignment=assignment, actor=fang_user)
    page, client = f"{report.get_absolute_url()}fill/", login(fang_user)
    old = shown(client, page)
    new = shown(client, page) | {"a_patrol": "no", "r_patrol": "无人巡视", "findings": "无人巡视"}
    assert autosaved(client, page, new)["errors"] == {}
    assert autosaved(client, page, old | {"a_fees": "yes"})["errors"] == {}
    report.refresh_from_db()
    assert (report.checks["patrol"], report.findings, report.checks["fees"]["answer"]) == (
        {"answer": "no", "remark": "无人巡视"},
        "无人巡视",
        "yes",
    )
    answer = autosaved(client, page, old | {"a_patrol": "yes"})
    assert (answer["saved_at"], set(answer["errors"])) == ("", {"a_patrol"})
    assert "“考试期间巡视，没有做与考评无关的事”已在另一窗口改过" in answer["errors"]["a_patrol"][0]
    refused = client.post(page, old | {"a_patrol": "yes"})
    assert (refused.status_code, "已在另一窗口改过" in refused.text) == (422, True)
    again = old | {"a_patrol": "yes", "seen": refused.context["form"]["seen"].value()}
    assert client.post(page, again).status_code == 302
    report.refresh_from_db()
    assert (report.checks["patrol"]["answer"], report.findings) == ("yes", "无人巡视")


def test_one_page_changes_its_mind_as_often_as_it_likes(
    login: Login, assignment: SupervisionAssignment, fang_user: User
) -> None:
    report = begin_report(assignment=assignment, actor=fang_user)
    page, client = f"{report.get_absolute_url()}fill/", login(fang_user)
    told = shown(client, page)
    for text in ("第一稿\r\n第二行", "第二稿", ""):
        told |= {"findings": text}
        answer = autosaved(client, page, told)
        assert answer["errors"] == {}
        told |= answer["values"]
        report.refresh_from_db()
        assert report.findings == text


def test_an_old_tab_keeps_a_rectification_as_it_is(
    login: Login, assignment: SupervisionAssignment, management_user: User, station_user: User
) -> None:
    report = perform(supervising.reported(assignment, **RECTIFY), "ask_rectification", actor=management_user)
    page, client = f"{report.get_absolute_url()}rectification/", login(station_user)
    old = shown(client, page)
    save_rectification(report=report, actor=station_user, text="已补齐防护罩")
    assert client.post(page, old).status_code == 302
    assert "已在另一窗口改过" in client.post(page, old | {"rectification": "正在办理"}).text
    report.refresh_from_db()
    assert report.rectification == "已补齐防护罩"


def test_whoever_was_recalled_sees_nobody_s_telephone(
    login: Login, batch: Batch, assignment: SupervisionAssignment, fang_user: User, management_user: User
) -> None:
    staff.member(batch.station, "站长甲", Position.MANAGER)
    client = login(fang_user)
    assert "站长甲" in client.get(begin_page(assignment)).text
    perform(assignment, "recall", actor=management_user, reason="本人患病")
    page = client.get(begin_page(assignment)).text
    assert ("管理站已撤回这项任务" in page, "站长甲" in page) == (True, False)
