"""Finished papers as PDF: taken in, refused, replaced."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.models import Paper, PaperFile, PaperStatus
from question_bank.paper_kinds import PaperKind, PaperPart, PaperSource
from question_bank.services.paper_uploads import MAX_BYTES, paper_from_pdf, replace_paper_files
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.documents import pdfs
from tests.factories import exam
from tests.factories.questions import to
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
PAPER = pdfs.written(pdfs.pages(2))
ANSWERS = pdfs.written(pdfs.pages(1))
WITH_SCRIPT = PAPER.replace(b"/Type /Page\n", b"/Type /Page /AA << /O << /S /JavaScript /JS (x) >> >>\n", 1)


def uploaded(actor: User, trade: Trade, **changed: Any) -> Paper:
    facts: dict[str, Any] = {
        "level": Level.FOUR,
        "kind": PaperKind.THEORY,
        "minutes": 90,
        "paper": PAPER,
        "answers": ANSWERS,
        "at": clock.now(),
    }
    return paper_from_pdf(actor=actor, trade=trade, **{**facts, **changed})


def refused(**facts: Any) -> dict[str, str]:
    """Return the sentences of a refused upload by their field."""
    with pytest.raises(BlockedError) as blocked:
        uploaded(**facts)
    assert not Paper.objects.exists()
    return {problem.field: str(problem) for problem in blocked.value.problems}


def files_below(settings: LazySettings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_pdf_becomes_a_draft_with_its_pages_counted(writer: User, turning: Trade) -> None:
    made = uploaded(writer, turning)
    assert (made.owner, made.written_by, made.status) == (writer.organisation, writer, PaperStatus.DRAFT)
    assert (made.source, made.kind, made.versions, made.minutes) == (
        PaperSource.UPLOADED,
        PaperKind.THEORY,
        1,
        90,
    )
    assert {file.part: file.pages for file in made.files.all()} == {"paper_a": 2, "answers_a": 1}
    assert history_of(made).get().sentence == "上传了成卷"


def test_the_file_lies_sealed(writer: User, turning: Trade, settings: LazySettings) -> None:
    uploaded(writer, turning)
    stored = files_below(settings)
    assert len(stored) == 2
    assert not any(path.read_bytes().startswith(b"%PDF") for path in stored)


def test_answers_may_come_later(writer: User, turning: Trade) -> None:
    made = uploaded(writer, turning, answers=None, kind=PaperKind.PRACTICAL)
    assert [file.part for file in made.files.all()] == [PaperPart.PAPER_A]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"paper": b"PK\x03\x04"}, "file", "文件不是 PDF"),
        ({"paper": PAPER[:400]}, "file", "PDF 不完整或已损坏"),
        ({"paper": b""}, "file", "文件是空的"),
        ({"paper": WITH_SCRIPT}, "file", "PDF 含有脚本"),
        ({"answers": b"GIF89a"}, "answers", "文件不是 PDF"),
        ({"paper": PAPER + b"\n" * MAX_BYTES}, "file", "不能超过 10 MB"),
        ({"minutes": 9}, "minutes", "考试时间须为 10 至 300 分钟"),
        ({"level": Level.ONE}, "level", "本站的评价范围不含"),
    ],
)
def test_what_is_no_paper_is_refused_at_its_field(
    writer: User, turning: Trade, changed: dict[str, Any], field: str, words: str, settings: LazySettings
) -> None:
    assert words in refused(actor=writer, trade=turning, **changed)[field]
    assert files_below(settings) == []


def test_other_files_take_the_place_of_all_there_were(
    writer: User, turning: Trade, settings: LazySettings, django_capture_on_commit_callbacks: Any
) -> None:
    made = uploaded(writer, turning)
    with django_capture_on_commit_callbacks(execute=True):
        replace_paper_files(paper=made, actor=writer, file=ANSWERS, answers=None, minutes=60, at=clock.now())
    assert [(file.part, file.pages) for file in PaperFile.objects.all()] == [("paper_a", 1)]
    assert len(files_below(settings)) == 1
    assert Paper.objects.get().minutes == 60
    assert history_of(made).filter(action="replace").exists()


def test_what_was_handed_in_keeps_its_files(writer: User, turning: Trade) -> None:
    made = perform(uploaded(writer, turning), "submit", actor=writer)
    with pytest.raises(BlockedError, match="不能修改"):
        replace_paper_files(paper=made, actor=writer, file=ANSWERS, answers=None, minutes=60, at=clock.now())
    assert made.files.count() == 2


def test_only_its_author_replaces_the_files(writer: User, checker: User, turning: Trade) -> None:
    made = uploaded(writer, turning)
    with pytest.raises(BlockedError, match="请由其本人修改"):
        replace_paper_files(paper=made, actor=checker, file=ANSWERS, answers=None, minutes=60, at=clock.now())


def sent(turning: Trade, **changed: Any) -> dict[str, Any]:
    facts = {"kind": "theory", "trade": turning.pk, "level": 4, "minutes": "９０分钟"}
    return {**facts, "file": SimpleUploadedFile("2026 理论.pdf", PAPER), **changed}


@pytest.fixture
def at_desk(login: Login, writer: User, turning: Trade) -> Client:
    return login(writer)


def test_the_page_takes_a_paper_and_shows_it(at_desk: Client, turning: Trade) -> None:
    answer = at_desk.post(to("paper_upload"), sent(turning))
    made = Paper.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.minutes, made.files.count()) == (90, 1)


def test_the_page_keeps_what_was_typed_beside_the_refusal(at_desk: Client, turning: Trade) -> None:
    answer = at_desk.post(to("paper_upload"), sent(turning, file=SimpleUploadedFile("a.pdf", b"no")))
    assert answer.status_code == 422
    assert "试卷：文件不是 PDF。" in answer.text
    assert f'value="{turning.pk}" selected' in answer.text


def test_only_trades_of_the_scope_are_offered(at_desk: Client, turning: Trade) -> None:
    milling = exam.trade("铣工", code="JX04-05-01-02")
    page = at_desk.get(to("paper_upload")).text
    assert turning.code_and_name in page
    assert milling.code_and_name not in page
    answer = at_desk.post(to("paper_upload"), sent(milling))
    assert answer.status_code == 422
    assert not Paper.objects.exists()


def test_the_page_replaces_the_files_of_an_open_paper(at_desk: Client, writer: User, turning: Trade) -> None:
    made = uploaded(writer, turning)
    page = f"{to('paper_upload')}?paper={made.pk}"
    assert "更换试卷文件" in at_desk.get(page).text
    sending = {"minutes": "120", "file": SimpleUploadedFile("b.pdf", ANSWERS)}
    assert at_desk.post(page, sending)["Location"] == made.get_absolute_url()
    assert [file.pages for file in made.files.all()] == [1]


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 30])
def test_a_paper_that_is_not_there_is_not_found(at_desk: Client, number: str) -> None:
    assert at_desk.get(to("paper_upload"), {"paper": number}).status_code == 404


def test_another_station_finds_nothing(
    login: Login, other_station: Station, other_station_user: User, writer: User, turning: Trade
) -> None:
    made = uploaded(writer, turning)
    exam.scope(other_station, turning)
    page = f"{to('paper_upload')}?paper={made.pk}"
    client = login(other_station_user)
    sending = {"minutes": "120", "file": SimpleUploadedFile("b.pdf", ANSWERS)}
    assert (client.get(page).status_code, client.post(page, sending).status_code) == (404, 404)
    assert made.files.count() == 2


def test_a_draft_is_handed_in_by_its_author_and_checked_by_another(
    writer: User, checker: User, turning: Trade
) -> None:
    made = perform(uploaded(writer, turning), "submit", actor=writer)
    assert perform(made, "check", actor=checker).status == PaperStatus.CHECKED
    assert isinstance(made.written_at, datetime)
