"""Practical tasks are sealed, kept by their owner, checked by a second person, and read on the record."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ostami import clock
from ostami.downloads import DOCX
from ostami.problems import BlockedError
from question_bank.models import ItemStatus, PracticalTask, TaskPicture
from question_bank.services.tasks import replace_task
from scope_catalog.models import Trade
from tests.conftest import Login
from tests.documents.reading import pdf_text
from tests.factories.catalog import TradeFactory
from tests.factories.tasks import FACTS, NAME, SCORING, document_with
from tests.factories.tasks import task as new_task
from tests.question_bank.word_files import cell
from workflow.audit import history_of
from workflow.lifecycle import perform

WORDS = (NAME, "外圆 Φ30", "超差 0.01 扣 2 分", "游标卡尺")


@pytest.fixture
def task(writer: User, turning: Trade) -> PracticalTask:
    """The writer's draft."""
    return new_task(writer, turning)


def sent(content: bytes | None = None, **facts: object) -> dict[str, object]:
    """What a browser sends."""
    file = SimpleUploadedFile("题.docx", document_with() if content is None else content, DOCX)
    return {"file": file, "title": "", "minutes": "", **facts}


def address(name: str, task: PracticalTask, **more: str) -> str:
    return reverse(f"question_bank:{name}", kwargs={"pk": task.pk, **more})


def test_an_uploaded_document_is_shown_as_it_was_read(login: Login, writer: User, turning: Trade) -> None:
    client = login(writer)

    answer = client.post(reverse("question_bank:task_new"), sent(trade=turning.pk, level=4), follow=True)

    task = PracticalTask.objects.get()
    assert answer.redirect_chain == [(task.get_absolute_url(), 302)]
    page = answer.content.decode()
    for words in (*WORDS, "120 分钟", "100 分", "1 张，见预览 PDF"):
        assert words in page
    assert (task.owner, task.written_by, task.status) == (writer.organisation, writer, ItemStatus.DRAFT)


def test_title_and_minutes_can_be_corrected_at_the_page(login: Login, writer: User, turning: Trade) -> None:
    facts = sent(trade=turning.pk, level=4, title="轴类零件", minutes="９０分钟")

    login(writer).post(reverse("question_bank:task_new"), facts)

    task = PracticalTask.objects.get()
    assert (task.title, task.minutes) == ("轴类零件", 90)


def test_a_document_with_a_wrong_sum_is_refused_and_nothing_is_stored(
    login: Login, writer: User, turning: Trade, settings: LazySettings
) -> None:
    broken = document_with(cell(SCORING, 1, 3, "28"))

    answer = login(writer).post(
        reverse("question_bank:task_new"), sent(broken, trade=turning.pk, level=4, title="轴")
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "评分表合计 98 分，应为 100 分（服务指南 4.5.1-10）。" in page
    assert 'value="轴"' in page
    assert not PracticalTask.objects.exists()
    assert not [*Path(settings.MEDIA_ROOT).rglob("*.*")]


def test_a_station_uploads_for_its_scope_alone(login: Login, writer: User, turning: Trade) -> None:
    client, other = login(writer), TradeFactory.create()

    outside = client.post(reverse("question_bank:task_new"), sent(trade=other.pk, level=4))
    too_high = client.post(reverse("question_bank:task_new"), sent(trade=turning.pk, level=1))

    assert (outside.status_code, too_high.status_code) == (422, 422)
    assert "没有这个工种，请从列表中选择。" in outside.content.decode()
    assert "本站的评价范围不含" in too_high.content.decode()
    assert not PracticalTask.objects.exists()


def test_neither_database_nor_files_hold_a_word_of_it(task: PracticalTask, settings: LazySettings) -> None:
    out = BytesIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own tables
            out.write(repr(cursor.fetchall()).encode())
    files = [one.read_bytes() for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]

    assert len(files) == 2
    for words in WORDS:
        assert words not in out.getvalue().decode()
    assert not any(content[:2] == b"PK" or b"PNG" in content[:8] for content in files)
    assert task.content.title == NAME
    call_command("check")


def test_no_word_of_it_stands_in_its_history_or_name(task: PracticalTask, writer: User, login: Login) -> None:
    login(writer).get(task.get_absolute_url())

    told = [f"{event.object_label} {event.sentence} {event.changes}" for event in history_of(task)]

    assert str(task) == f"实操试题 {task.pk}"
    assert told == [f"实操试题 {task.pk} 上传了实操试题 {{}}", f"实操试题 {task.pk} 查看了试题内容 {{}}"]


def test_a_look_is_recorded_once_a_person_and_day(
    task: PracticalTask, login: Login, writer: User, checker: User
) -> None:
    for person in (writer, checker):
        for name in ("task", "task", "task_pdf"):
            login(person).get(address(name, task))

    looks = history_of(task).filter(action="look")
    assert [event.actor for event in looks.order_by("pk")] == [writer, checker]


def test_the_preview_alone_is_a_look(task: PracticalTask, login: Login, checker: User) -> None:
    login(checker).get(address("task_pdf", task))
    assert history_of(task).filter(action="look", actor=checker).count() == 1


def test_every_download_of_the_document_is_recorded(task: PracticalTask, login: Login, checker: User) -> None:
    client = login(checker)

    answers = [client.get(address("task_docx", task)) for _ in range(2)]

    assert docx.Document(BytesIO(answers[0].content)).tables[FACTS].cell(0, 1).text == NAME
    assert f"{task.pk}.docx" in answers[0]["Content-Disposition"]
    assert history_of(task).filter(action="download", actor=checker).count() == 2


def test_the_preview_prints_the_task_with_who_made_it(
    task: PracticalTask, login: Login, writer: User
) -> None:
    answer = login(writer).get(address("task_pdf", task))

    text = pdf_text(answer.content)
    for words in ("阶梯轴车削", "45 钢", "游标卡尺", "外圆 Φ30", "22.5", "合计", "内部预览，不得外传"):
        assert words in text
    assert str(writer) in text.replace("\n", "")
    assert NAME not in answer["Content-Disposition"]


def test_the_template_comes_as_a_word_document(login: Login, writer: User) -> None:
    answer = login(writer).get(reverse("question_bank:task_template"))

    heads = [cell.text for cell in docx.Document(BytesIO(answer.content)).tables[SCORING].rows[0].cells]
    assert heads == ["序号", "考核内容", "评分标准", "配分"]


def test_another_station_finds_nothing(task: PracticalTask, login: Login, other_station_user: User) -> None:
    client = login(other_station_user)

    for name in ("task", "task_pdf", "task_docx", "task_replace"):
        assert client.get(address(name, task)).status_code == 404
    assert NAME not in client.get(reverse("question_bank:tasks")).content.decode()


def test_management_reads_a_station_s_task_but_changes_nothing(
    task: PracticalTask, login: Login, management_user: User
) -> None:
    client = login(management_user)

    listed = client.get(reverse("question_bank:tasks")).content.decode()
    assert str(task) in listed
    assert NAME not in listed
    assert NAME in client.get(task.get_absolute_url()).content.decode()
    assert "这是其他机构的试题，只能查看" in client.get(address("task_replace", task)).content.decode()
    with pytest.raises(BlockedError, match="这是其他机构的试题"):
        replace_task(task=task, actor=management_user, content=document_with(), at=clock.now())


def test_a_candidate_or_examiner_has_no_business_here(
    task: PracticalTask, branch_user: User, login: Login
) -> None:
    assert login(branch_user).get(task.get_absolute_url()).status_code == 403


def test_a_replaced_document_takes_its_files_along(
    task: PracticalTask,
    login: Login,
    writer: User,
    settings: LazySettings,
    django_capture_on_commit_callbacks: Any,
) -> None:
    renamed = document_with(cell(FACTS, 0, 1, "台阶轴"))
    before = {one.name for one in Path(settings.MEDIA_ROOT).rglob("*.*")}

    with django_capture_on_commit_callbacks(execute=True):
        answer = login(writer).post(address("task_replace", task), sent(renamed))

    assert answer.status_code == 302
    task.refresh_from_db()
    after = {one.name for one in Path(settings.MEDIA_ROOT).rglob("*.*")}
    assert (task.title, len(after), before & after) == ("台阶轴", 2, set())
    assert TaskPicture.objects.count() == 1


def test_only_its_writer_replaces_a_document(task: PracticalTask, login: Login, checker: User) -> None:
    answer = login(checker).post(address("task_replace", task), sent())

    assert answer.status_code == 422
    assert "请由其本人更换" in answer.content.decode()


def test_its_writer_cannot_check_it_and_another_person_can(
    task: PracticalTask, writer: User, checker: User, login: Login
) -> None:
    login(writer).post(address("task_transition", task, transition="submit"))
    task.refresh_from_db()
    with pytest.raises(BlockedError, match="须由出题人以外的人复核"):
        perform(task, "approve", actor=writer)

    login(checker).post(address("task_transition", task, transition="approve"), {"reason": ""})

    task.refresh_from_db()
    assert task.status == ItemStatus.ACTIVE


def test_a_checked_task_is_superseded_not_changed(
    writer: User, checker: User, turning: Trade, login: Login
) -> None:
    task = new_task(writer, turning, checker=checker)

    page = login(writer).get(task.get_absolute_url()).content.decode()
    refused = login(writer).post(address("task_replace", task), sent())

    assert f"?trade={turning.pk}&amp;level=4" in page
    assert refused.status_code == 422
    assert "已启用的请另行上传新试题，复核通过后停用本题" in refused.content.decode()
    perform(task, "retire", actor=checker, reason="由新题替代")
    task.refresh_from_db()
    assert task.status == ItemStatus.RETIRED


def test_no_task_without_a_hundred_points_is_handed_in(task: PracticalTask, writer: User) -> None:
    content = task.content
    task.content = replace(content, scoring=content.scoring[1:])
    task.save()

    with pytest.raises(BlockedError, match="评分表合计 70 分，应为 100 分"):
        perform(task, "submit", actor=writer)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, True),
        ({"trade": "数控车"}, True),
        ({"trade": "焊工"}, False),
        ({"level": "4"}, True),
        ({"level": "3"}, False),
        ({"status": "draft"}, True),
        ({"status": "waiting"}, False),
        ({"by": "无此人"}, False),
        ({"sort": "level"}, True),
    ],
)
def test_the_list_is_narrowed_by_its_filters(
    task: PracticalTask, login: Login, writer: User, asked: dict[str, str], *, shown: bool
) -> None:
    page = login(writer).get(reverse("question_bank:tasks"), asked).content.decode()

    assert (NAME in page) is shown


def test_what_waits_for_a_checker_is_found_by_its_filter(
    task: PracticalTask, login: Login, writer: User, checker: User
) -> None:
    perform(task, "submit", actor=writer)

    def listed(client: Client) -> bool:
        page = client.get(reverse("question_bank:tasks"), {"status": "waiting"})
        return NAME in page.content.decode()

    assert listed(login(checker))
    assert not listed(login(writer))
