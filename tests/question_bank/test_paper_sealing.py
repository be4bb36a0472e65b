"""Sealing prints a paper once, locks all its parts, and leaves nothing behind, even if it fails."""

import contextlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader

from accounts.models import User
from ostami.problems import BlockedError
from question_bank.models import Paper, PaperFile, PaperStatus
from question_bank.paper_kinds import PaperPart
from question_bank.papers.vault import key_storage, open_part
from scope_catalog.models import Trade
from stations.models import Station
from tests.documents import pdfs, seen
from tests.factories import questions
from tests.factories.papers import composed_paper, moved, task_paper
from tests.question_bank.uploaded_papers import AT, files_below, uploaded
from workflow.lifecycle import perform

ALL_PARTS = {
    PaperPart.PAPER_A,
    PaperPart.PAPER_B,
    PaperPart.ANSWERS_A,
    PaperPart.ANSWERS_B,
    PaperPart.SCORING,
}


def sealed_files() -> list[Path]:
    return files_below(default_storage.path("papers"))


def keys() -> list[Path]:
    return files_below(key_storage().path(""))


@pytest.fixture
def checked(station: Station, turning: Trade, checker: User) -> Paper:
    return composed_paper(station.organisation, turning, status=PaperStatus.CHECKED)


def checked_upload(writer: User, checker: User, trade: Trade, content: bytes) -> Paper:
    paper = uploaded(writer, trade, content, answers=pdfs.worded("Answers"))
    return moved(paper, PaperStatus.CHECKED, author=writer, checker=checker)


def test_every_part_is_locked_and_opens_with_its_words(checked: Paper, checker: User) -> None:
    sealed = perform(checked, "seal", actor=checker, at=AT)

    parts = {PaperPart(row.part): row for row in sealed.parts.all()}
    assert set(parts) == ALL_PARTS
    opened = {part: open_part(row) for part, row in parts.items()}
    assert {part: len(PdfReader(BytesIO(pdf)).pages) for part, pdf in opened.items()} == {
        part: row.pages for part, row in parts.items()
    }
    stem = checked.questions.first().question.content.stem[:6]  # type: ignore[union-attr]  # it has
    whole = "".join(
        seen.words(opened[PaperPart.PAPER_A], page) for page in range(parts[PaperPart.PAPER_A].pages)
    )
    assert stem in whole
    assert (sealed.status, sealed.sealed_at) == (PaperStatus.SEALED, AT)


def test_one_key_and_a_file_a_part_are_all_there_is(checked: Paper, checker: User) -> None:
    perform(checked, "seal", actor=checker)
    assert (len(keys()), len(sealed_files())) == (1, len(ALL_PARTS))


def test_its_questions_count_as_used(checked: Paper, checker: User) -> None:
    perform(checked, "seal", actor=checker, at=AT)
    assert {row.question.used_at for row in checked.questions.select_related("question")} == {AT}


def test_a_practical_paper_is_sealed_with_its_scoring_table(station: Station, turning: Trade) -> None:
    paper = task_paper(station.organisation, turning, status=PaperStatus.SEALED)
    assert {row.part for row in paper.parts.all()} == {PaperPart.PAPER_A, PaperPart.SCORING}
    assert all(open_part(row).startswith(b"%PDF") for row in paper.parts.all())


def test_the_files_of_an_uploaded_paper_go_once_it_is_sealed(
    writer: User,
    checker: User,
    turning: Trade,
    django_capture_on_commit_callbacks: Any,
) -> None:
    paper = checked_upload(writer, checker, turning, pdfs.worded("Uploaded"))
    drafts = files_below(default_storage.path("paper_drafts"))
    with django_capture_on_commit_callbacks(execute=True):
        perform(paper, "seal", actor=checker)

    assert (len(drafts), files_below(default_storage.path("paper_drafts"))) == (2, [])
    assert not PaperFile.objects.exists()
    assert "Uploaded" in seen.words(open_part(paper.parts.get(part=PaperPart.PAPER_A)))


def test_a_character_that_no_font_has_is_named_and_nothing_is_sealed(
    checked: Paper, checker: User, station: Station, turning: Trade
) -> None:
    odd = questions.question(
        station.organisation, turning, words=questions.content(stem="\U000f1234 是什么？")
    )
    checked.questions.create(question=odd, place=99, points=Decimal(2))

    with pytest.raises(BlockedError) as refused:
        perform(checked, "seal", actor=checker)

    assert "试卷（A卷）中有字库缺少的字：\U000f1234（U+F1234）" in str(refused.value)
    assert (keys(), sealed_files()) == ([], [])


def test_an_upload_that_cannot_be_printed_is_refused_before_the_day_of_signing(
    writer: User, checker: User, turning: Trade
) -> None:
    paper = checked_upload(writer, checker, turning, pdfs.worded("Flat", MediaBox=pdfs.numbers(9, 9, 9, 9)))
    with pytest.raises(BlockedError) as refused:
        perform(paper, "seal", actor=checker)
    assert "试卷中有不能打印的图片或页面（服务指南 4.5.1-10）" in str(refused.value)
    assert (keys(), sealed_files()) == ([], [])


def test_a_disk_that_fails_halfway_leaves_neither_file_nor_key(
    checked: Paper, checker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = iter([default_storage.path("papers/first"), default_storage.path("papers/second")])
    real = default_storage.save

    def fails_at_third(*args: object, **kwargs: object) -> str:
        if next(places, None) is None:
            raise OSError("No space left on device")
        return real(*args, **kwargs)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(default_storage._wrapped, "save", fails_at_third)  # type: ignore[attr-defined]  # lazy
    with pytest.raises(OSError, match="No space left"):
        perform(checked, "seal", actor=checker)

    assert (keys(), sealed_files()) == ([], [])
    checked.refresh_from_db()
    assert checked.status == PaperStatus.CHECKED


class LateError(Exception):
    """Something after sealing failed."""


def sealing_fails_late(paper: Paper, checker: User) -> None:
    with contextlib.suppress(LateError), transaction.atomic():
        perform(paper, "seal", actor=checker)
        raise LateError


def test_what_a_late_failure_leaves_opens_nothing_and_is_replaced(checked: Paper, checker: User) -> None:
    sealing_fails_late(checked, checker)
    left = {path.name: path.read_bytes() for path in sealed_files()}
    sealed = perform(checked, "seal", actor=checker)

    assert {path.name for path in sealed_files()} == set(left)
    assert all(path.read_bytes() != left[path.name] for path in sealed_files())
    assert len(keys()) == 1
    assert all(open_part(row).startswith(b"%PDF") for row in sealed.parts.all())
