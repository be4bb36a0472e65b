"""Downloading papers: every copy has its own number, on each of its pages and in the records."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from exams.models import PaperCopy, PaperReceipt
from exams.papers.numbers import number_problems
from exams.services.papers import HandedOut, hand_out, sign_paper
from ostami.problems import BlockedError
from question_bank.models import PaperStatus, PaperUse
from question_bank.paper_kinds import PaperPart
from question_bank.papers.vault import destroy_key
from tests.documents.reading import pdf_text
from tests.factories import exam
from tests.factories.papers import composed_paper
from tests.factories.people import PASSWORD
from tests.factories.sealed_papers import named, use_of
from workflow.audit import history_of, verify

pytestmark = pytest.mark.django_db
NOON = exam.noon(date(2026, 8, 25))
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def use(batch: Batch, station_user: User) -> PaperUse:
    """A paper of five pages that the station's login signed for."""
    parts = {PaperPart.PAPER_A: 5, PaperPart.PAPER_B: 1, PaperPart.ANSWERS_A: 2, PaperPart.SCORING: 2}
    use = use_of(batch, parts=parts)
    named(batch, station_user)
    PaperReceipt.objects.create(
        use=use, signed_by=station_user, signed_at=NOON, exam_date=use.item.batch.exam_date
    )
    return use


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page, as a PDF reader sees it, without spaces."""
    return ["".join(page.split()) for page in pdf_text(content).split("\f")[:-1]]


def handed(use: PaperUse, user: User, **asked: Any) -> HandedOut:
    return hand_out(use=use, actor=user, **{"part": PaperPart.PAPER_A, "size": "a4", "at": NOON, **asked})


def told(use: PaperUse) -> list[str]:
    return [event.sentence for event in history_of(use).order_by("pk")]


def test_every_page_tells_station_person_time_and_number(use: PaperUse, station_user: User) -> None:
    given = handed(use, station_user, at=NOON + 7 * SECOND)
    pages = pages_of(given.content)
    assert len(pages) == 5
    for page in pages:
        for words in (
            "职教901考试站",
            station_user.username,
            "2026-08-2512:00:07",
            f"编号{given.copy.number}",
        ):
            assert words in page


def test_two_downloads_differ_in_number_and_file(use: PaperUse, station_user: User) -> None:
    first, second = handed(use, station_user), handed(use, station_user)
    assert first.copy.number[:8] == "26000001"
    assert second.copy.number[:8] == "26000002"
    assert list(number_problems(second.copy.number)) == []
    assert first.content != second.content
    assert first.copy.number not in "".join(pages_of(second.content))


def test_a_booklet_has_the_number_on_every_half(use: PaperUse, station_user: User) -> None:
    given = handed(use, station_user, size="a3")
    sheets = pages_of(given.content)
    assert len(sheets) == 4  # five pages on two sheets, both sides
    assert sum(sheet.count("2026-08-2512:00:00") >= 1 for sheet in sheets) >= 3
    assert given.copy.get_size_display() == "A3 小册子"


def test_the_file_is_named_by_its_number_alone(use: PaperUse, station_user: User) -> None:
    given = handed(use, station_user)
    assert given.file_name == f"{given.copy.number}.pdf"


def test_each_download_is_recorded_without_a_word_of_the_paper(use: PaperUse, station_user: User) -> None:
    first = handed(use, station_user)
    second = handed(use, station_user, size="a3")
    paper = f"下载了{use.paper}的试卷（A卷）"
    assert told(use) == [f"{paper}，A4，编号 {first.copy}", f"{paper}，A3 小册子，编号 {second.copy}"]
    assert [(one.person, one.made_at, one.use) for one in PaperCopy.objects.all()] == [
        (station_user, NOON, use)
    ] * 2
    assert verify() == []


@pytest.mark.parametrize(
    ("part", "size"),
    [
        (PaperPart.PAPER_B, "a3"),  # one page
        (PaperPart.ANSWERS_A, "a3"),
        (PaperPart.SCORING, "a3"),
        (PaperPart.ANSWERS_B, "a4"),  # the paper has none
    ],
)
def test_what_there_is_not_is_not_found(
    use: PaperUse, station_user: User, part: PaperPart, size: str
) -> None:
    at = exam.noon(date(2026, 9, 1))
    with pytest.raises(Http404):
        handed(use, station_user, part=part, size=size, at=at)
    assert not PaperCopy.objects.exists()


def test_a_part_that_does_not_open_leaves_no_record(use: PaperUse, station_user: User) -> None:
    destroy_key(use.paper)
    with pytest.raises(BlockedError, match="密钥"):
        handed(use, station_user)
    assert not PaperCopy.objects.exists()
    assert told(use) == []


def test_a_refused_download_leaves_no_record_and_takes_no_number(use: PaperUse, station_user: User) -> None:
    with pytest.raises(BlockedError, match="下载时间已过"):
        handed(use, station_user, at=NOON + timedelta(days=30))
    assert not PaperCopy.objects.exists()
    assert handed(use, station_user).copy.number[:8] == "26000001"


def test_each_year_counts_anew(use: PaperUse, station_user: User, batch: Batch) -> None:
    handed(use, station_user)
    batch.exam_date = date(2027, 1, 4)
    batch.save()
    moved = PaperUse.objects.get(pk=use.pk)
    exam_date = batch.exam_date
    PaperReceipt.objects.create(use=moved, signed_by=station_user, signed_at=NOON, exam_date=exam_date)
    assert handed(moved, station_user, at=exam.noon(date(2026, 12, 31))).copy.number[:8] == "26000002"
    assert handed(moved, station_user, at=exam.noon(date(2027, 1, 1))).copy.number[:8] == "27000001"


def test_a_composed_and_sealed_paper_arrives_with_its_questions(batch: Batch, station_user: User) -> None:
    paper = composed_paper(
        batch.station.organisation, batch.items.get().trade, status=PaperStatus.SEALED, versions=1
    )
    use = use_of(batch, paper)
    named(batch, station_user)
    sign_paper(use=use, password=PASSWORD, actor=station_user, at=NOON)
    given = handed(use, station_user)
    pages = pages_of(given.content)
    stem = "".join(paper.questions.earliest("place").question.content.stem.split())
    assert stem in "".join(pages)
    assert all(given.copy.number in page for page in pages)
    assert len(pages) == paper.parts.get(part=PaperPart.PAPER_A).pages
