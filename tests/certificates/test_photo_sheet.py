"""The photo sheet: who passed, in roster order, each portrait two inches large."""

import re
from typing import Any

import pytest

from accounts.models import User
from batches.models import Batch
from candidates.models import Candidate, Upload, UploadKind
from certificates.rosters.photos import PHOTOS_A_PAGE, photo_sheet
from exams.selectors import qualified
from stations.models import Station
from tests.documents.reading import pdf_text, run, squeezed
from tests.factories import certified_crowds, results

LONG = "阿卜杜热西提·买买提吐尔逊·艾合买提江·吐尔地阿洪·麦麦提明·玉素甫江·阿不都克里木"


def words_on(content: bytes) -> str:
    return squeezed(pdf_text(content, "-raw"))


@pytest.fixture
def wide_batch(approved: Batch) -> Batch:
    """99 people who passed, and the two who didn't."""
    pattern = qualified(approved).first()
    assert pattern
    certified_crowds.passed_beside(pattern, 97)
    return approved


def test_each_stands_with_number_name_and_the_last_four(approved: Batch) -> None:
    text = words_on(photo_sheet(approved).content)
    for place, name in ((1, "林若溪"), (2, "买买提·艾力")):
        tail = Candidate.objects.get(name=name).document_number[-4:]
        assert f"{place}{name}证件号码后四位{tail}" in text
    assert "合格2人" in text
    assert "陈一鸣" not in text
    assert "赵缺席" not in text


def test_no_more_of_the_document_number_is_shown(approved: Batch) -> None:
    text = words_on(photo_sheet(approved).content)
    for person in Candidate.objects.all():
        assert person.document_number not in text
        assert person.document_number[-5:] not in text


def test_ninety_nine_people_stand_in_roster_order_on_seven_pages(wide_batch: Batch) -> None:
    told: list[tuple[int, int]] = []
    pdf = photo_sheet(wide_batch, progress=lambda done, total: told.append((done, total)))
    text = words_on(pdf.content)
    assert pdf.pages == -(-99 // PHOTOS_A_PAGE) == 7
    tails = [one.candidate.document_number[-4:] for one in qualified(wide_batch)]
    assert re.findall(r"证件号码后四位(\d{3}[\dX])", text) == tails
    assert [f"第{page}页，共7页" in text for page in range(1, 8)] == [True] * 7
    assert told == [(96, 99), (99, 99)]


def test_the_photos_fill_frames_of_35_by_53_millimetres(approved: Batch) -> None:
    content = photo_sheet(approved).content
    listed = [line.split() for line in run("pdfimages", content, "-list").splitlines()[2:]]
    assert {(line[3], line[4]) for line in listed} == {("390", "567")}
    dots_an_inch = {int(line[12]) for line in listed}
    assert all(abs(dots - 567 / (53 / 25.4)) <= 2 for dots in dots_an_inch)


def test_a_missing_or_lost_photo_is_said_and_stops_nothing(approved: Batch) -> None:
    photos = Upload.objects.filter(kind=UploadKind.PHOTO)
    photos.filter(enrolment__candidate__name="林若溪").delete()
    lost = photos.get(enrolment__candidate__name="买买提·艾力")
    lost.file.delete(save=False)
    text = words_on(photo_sheet(approved).content)
    assert "缺照片" in text
    assert "照片无法读取" in text


@pytest.mark.parametrize("name", [LONG, "长" * 50, "Maximiliane Wolkenstein-Trostburg von Hohenems"])
def test_a_long_name_is_printed_whole_in_its_place(approved: Batch, name: str) -> None:
    certified_crowds.renamed(Candidate.objects.get(name="林若溪"), name)
    pdf = photo_sheet(approved)
    assert pdf.pages == 1
    assert re.sub(r"\s", "", name) in words_on(pdf.content)


def test_sixteen_long_names_still_fit_a_page(approved: Batch) -> None:
    pattern = qualified(approved).first()
    assert pattern
    certified_crowds.passed_beside(pattern, 14)
    for one in qualified(approved):
        certified_crowds.renamed(one.candidate, "长" * 50)
    pdf = photo_sheet(approved)
    assert pdf.pages == 1
    assert words_on(pdf.content).count("证件号码后四位") == 16


def test_it_costs_the_same_at_one_and_at_sixteen(
    station: Station, management_user: User, approved: Batch, django_assert_num_queries: Any
) -> None:
    single = results.approved(station, management_user, {"独一人": results.PASS})
    pattern = qualified(approved).first()
    assert pattern
    certified_crowds.passed_beside(pattern, 14)
    for one in (single, approved):
        fresh = Batch.objects.select_related("station__organisation").get(pk=one.pk)
        with django_assert_num_queries(3):
            photo_sheet(fresh)


def test_the_portrait_alone_is_read(approved: Batch) -> None:
    enrolment = qualified(approved).first()
    assert enrolment
    for upload in enrolment.uploads.exclude(kind=UploadKind.PHOTO):
        upload.file.delete(save=False)
    assert "照片无法读取" not in words_on(photo_sheet(approved).content)
