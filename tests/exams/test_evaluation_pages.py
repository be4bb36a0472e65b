"""The pages of evaluation reports, by role."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from documents.docx import render_docx
from documents.pdf import render_pdf
from exams.evaluation.positions import answer_opposition, take_position
from exams.evaluation.sections import SECTIONS
from exams.evaluation.sheets import evaluation_sheet
from exams.evaluation.writing import change_report
from exams.models import EvaluationReport, Stance
from tests.conftest import Login
from tests.documents.reading import open_docx, pdf_pages, squeezed, table_texts
from tests.factories import evaluation, exam
from tests.factories.results import exam_noon, roster_batch
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
LIST = reverse("exams:evaluations")


@pytest.fixture
def item(batch: Batch, exam_day: None) -> BatchItem:
    """A trade whose three candidates all passed."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    for enrolment in batch.enrolments.accepted():
        exam.score(enrolment, "85", "92.5", by=login)
    return batch.items.get()


@pytest.fixture
def panel(item: BatchItem) -> list[User]:
    return evaluation.logins(item)


def begin(item: BatchItem) -> str:
    return reverse("exams:evaluation_begin", args=[item.pk])


def page(report: EvaluationReport, *more: str) -> str:
    return report.get_absolute_url() + "".join(f"{part}/" for part in more)


def oppose(report: EvaluationReport, actor: User, text: str = "2 号工位评分偏低。") -> None:
    at = exam_noon(report.item.batch)
    take_position(report=report, stance=Stance.OPPOSE, text=text, actor=actor, at=at)


def test_leader_and_two_examiners_bring_a_report_to_its_end(
    login: Login, item: BatchItem, panel: list[User]
) -> None:
    client = login(panel[0])
    assert begin(item) in client.get(reverse("examiners:own")).text
    assert "开始填写" in client.get(begin(item)).text
    writing = client.post(begin(item))["Location"]
    assert "<dt>应考人数</dt><dd>3 人</dd>" in client.get(writing).text
    report = EvaluationReport.objects.get()
    half = client.post(writing, {"premises": "考场整洁。\r\n照明良好。"}, follow=True).text
    assert "考场整洁。<br>照明良好。" in half
    assert "还没有填写：设备、工量具和材料情况" in half
    client.post(writing, evaluation.WORDS)
    assert client.get(begin(item))["Location"] == page(report)
    assert client.post(page(report, "issue"))["Location"] == page(report)
    # One confirms, one opposes.
    client = login(panel[1])
    assert page(report) in client.get(reverse("examiners:own")).text
    assert "7、情况正常。" in client.get(page(report, "position")).text
    client.post(page(report, "position"), {"stance": "confirm"})
    client = login(panel[2])
    wordless = client.post(page(report, "position"), {"stance": "oppose"})
    assert wordless.status_code == 422
    assert "请写明反对的内容（服务指南 4.6-2）" in wordless.text
    client.post(page(report, "position"), {"stance": "oppose", "text": "2 号工位评分偏低。"})
    assert "等待考评组长考评员1答复" in client.get(page(report)).text
    # The leader answers.
    client = login(panel[0])
    shown = client.get(page(report)).text
    answering = page(report, "positions", str(report.positions.get(stance="oppose").pk))
    assert answering in shown
    assert "2 号工位评分偏低。" in client.get(answering).text
    done = client.post(answering, {"text": "已复核评分表，分数无误。"}, follow=True).text
    assert "评价报告已办结" in done
    assert "已复核评分表，分数无误。" in done
    report.refresh_from_db()
    assert report.status == "settled"


def test_a_draft_is_read_by_its_leader_alone(
    login: Login, item: BatchItem, panel: list[User], station_user: User
) -> None:
    report = evaluation.draft(item)
    for reader in (panel[1], station_user):
        client = login(reader)
        shown = client.get(page(report)).text
        assert "考评组长考评员1正在填写报告，签发后可以查看。" in shown
        assert "情况正常" not in shown
        assert client.get(page(report) + "report.pdf").status_code == 404
        assert client.get(page(report, "write")).status_code == 403
    assert "情况正常" in login(panel[0]).get(page(report)).text


def test_only_the_own_panels_are_found(
    login: Login, item: BatchItem, panel: list[User], other_batch: Batch, other_station_user: User
) -> None:
    report = evaluation.issued(item)
    stranger = evaluation.logins(other_batch.items.get())[0]
    addresses = [page(report), *(page(report, one) for one in ("write", "position", "issue", "recall"))]
    client = login(stranger)
    assert [client.get(one).status_code for one in (*addresses, begin(item))] == [404] * 6
    assert [client.post(one).status_code for one in (*addresses[1:], begin(item))] == [404] * 5
    assert str(item.batch.number) not in client.get(LIST).text
    client = login(other_station_user)
    assert client.get(page(report)).status_code == 404
    assert str(item.batch.number) not in client.get(LIST).text


def test_nobody_settles_a_report_by_hand(login: Login, item: BatchItem, panel: list[User]) -> None:
    report = evaluation.issued(item)
    client = login(panel[1])
    assert client.get(page(report, "settle")).status_code == 404
    assert client.post(page(report, "settle")).status_code == 404
    assert "办结</a>" not in client.get(page(report)).text


def test_what_is_typed_stays_when_the_report_was_issued_meanwhile(
    login: Login, item: BatchItem, panel: list[User]
) -> None:
    report = evaluation.issued(item)
    answer = login(panel[0]).post(page(report, "write"), {"premises": "很长的一段话"})
    assert answer.status_code == 422
    assert "很长的一段话" in answer.text
    assert "当前状态为“待考评员确认”" in answer.text


def test_a_second_window_is_told_and_may_save_again(login: Login, item: BatchItem, panel: list[User]) -> None:
    report = evaluation.draft(item)
    client = login(panel[0])
    stale = {**evaluation.WORDS, "premises": "乙", "seen_premises": "甲"}
    answer = client.post(page(report, "write"), stale)
    assert answer.status_code == 422
    assert "此栏已在另一窗口改为：“1、情况正常。”" in answer.text
    assert 'name="seen_premises" value="1、情况正常。"' in answer.text
    client.post(page(report, "write"), {**stale, "seen_premises": "1、情况正常。"})
    report.refresh_from_db()
    assert report.premises == "乙"


def test_the_batch_page_says_what_is_missing_and_who_must_act(
    login: Login, item: BatchItem, station_user: User, management_user: User, centre_user: User
) -> None:
    for reader in (station_user, management_user, centre_user):
        shown = login(reader).get(item.batch.get_absolute_url()).text
        assert "考评组长考评员1尚未填写评价报告" in shown
        assert "考评员1还没有登录账号，请考试站先在考评员名册中邀请其开通。" in shown
    assert item.leader.get_absolute_url() in login(station_user).get(item.batch.get_absolute_url()).text
    report = evaluation.settled(item)
    shown = login(management_user).get(item.batch.get_absolute_url()).text
    assert f'<a href="{page(report)}">数控车工 四级/中级工</a>' in shown
    assert "尚未" not in shown.split('id="evaluation-heading"')[1].split("</section>")[0]


def test_management_sends_a_settled_report_back_with_a_reason(
    login: Login, item: BatchItem, panel: list[User], management_user: User
) -> None:
    report = evaluation.settled(item)
    client = login(management_user)
    assert page(report, "reopen") in client.get(page(report)).text
    assert client.post(page(report, "reopen")).status_code == 422
    client.post(page(report, "reopen"), {"reason": "设备情况请写具体"})
    leader = login(panel[0]).get(page(report)).text
    assert "退回了评价报告，原因：" in leader
    assert "设备情况请写具体" in leader
    assert "设备情况请写具体" not in login(panel[1]).get(page(report)).text


def test_the_list_shows_each_their_own_turn(
    login: Login, item: BatchItem, panel: list[User], station_user: User
) -> None:
    assert "组长考评员1填写" in login(station_user).get(LIST).text
    assert ">填写<" in login(panel[0]).get(LIST).text
    assert ">填写<" not in login(panel[1]).get(LIST).text
    oppose(evaluation.issued(item), panel[1])
    assert "考评员3表态；考评组长考评员1答复反对意见" in login(station_user).get(LIST).text
    assert ">答复<" in login(panel[0]).get(LIST).text
    assert ">表态<" not in login(panel[1]).get(LIST).text
    assert ">表态<" in login(panel[2]).get(LIST).text


def test_a_list_of_three_asks_as_often_as_a_list_of_one(
    login: Login, item: BatchItem, station_user: User, management_user: User
) -> None:
    evaluation.issued(item)
    client = login(station_user)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for name in ("韩梅", "周舟"):
        more = roster_batch(item.batch.station, management_user, name)
        exam.score(more.enrolments.get(), "70", "70", by=station_user)
        evaluation.issued(more.items.get())
    with CaptureQueriesContext(connection) as three:
        assert client.get(LIST).text.count("待考评员确认") == 3
    assert len(three) == len(one)


# --- papers ---


def test_the_paper_holds_figures_words_and_every_position(
    login: Login, item: BatchItem, panel: list[User], station_user: User
) -> None:
    report = evaluation.issued(item)
    oppose(report, panel[1])
    sheet = evaluation_sheet(EvaluationReport.objects.get())
    cells = dict(sheet.cells())
    assert sheet.subtitle == ("（考评员意见尚未办结）",)
    assert (cells["应考人数"], cells["良好"], cells["合格率"]) == ("3 人", "3 人", "100.0%")
    assert cells["场地情况"] == "1、情况正常。"
    assert "2026-09-01 12:00 签发" in cells["考评组长"]
    words = squeezed("".join(pdf_pages(render_pdf(sheet).content)))
    tables = open_docx(render_docx(sheet)).tables
    document = squeezed(str([table_texts(table) for table in tables]))
    for said in ("2 号工位评分偏低。", "反对", "未表态", "8、情况正常。", "考评员3"):
        assert squeezed(said) in words
        assert squeezed(said) in document
    client = login(station_user)
    assert client.get(page(report) + "report.pdf").content.startswith(b"%PDF")
    assert client.get(page(report) + "report.docx")["Content-Type"].endswith("wordprocessingml.document")


def test_long_words_run_on_overleaf_and_none_is_lost(item: BatchItem, panel: list[User]) -> None:
    at = exam_noon(item.batch)
    report = evaluation.draft(item)
    told = {name: "车间照明和防护到位。" * 199 + f"第{name}栏完" for name in SECTIONS}
    change_report(report=report, facts=told, actor=panel[0], at=at)
    perform(report, "issue", actor=panel[0], at=at)
    oppose(report, panel[1], "评分偏低。" * 390 + "意见完")
    position = report.positions.get()
    answer_opposition(position=position, text="已复核。" * 480 + "答复完", actor=panel[0], at=at)
    pages = pdf_pages(render_pdf(evaluation_sheet(EvaluationReport.objects.get())).content)
    words = squeezed("".join(pages))
    assert all(f"第{name}栏完" in words for name in SECTIONS)
    assert "意见完" in words
    assert "答复完" in words
    assert len(pages) < 25


def test_the_panel_reads_each_score_once_the_report_is_issued(
    login: Login, item: BatchItem, panel: list[User]
) -> None:
    leader, second, _ = panel
    report = evaluation.draft(item)
    assert "逐人成绩" in login(leader).get(page(report)).text
    assert "逐人成绩" not in login(second).get(page(report)).text
    perform(report, "issue", actor=leader, at=exam_noon(item.batch))
    shown = login(second).get(page(report)).text
    assert "逐人成绩" in shown
    for enrolment in item.batch.enrolments.accepted():
        assert enrolment.candidate.name in shown
        assert enrolment.candidate.document_number not in shown
