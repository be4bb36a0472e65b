from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from documents.capture_dates import captured_on
from documents.font_files import PAPER_TYPE, font_file
from documents.picture_notes import with_note
from documents.thumbnails import SIDE, thumbnail
from tests.factories.exam_photos import photo

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_day_is_read_from_the_cameras_notes(kind: str) -> None:
    assert captured_on(photo(FIRST, kind=kind)) == FIRST


@pytest.mark.parametrize(
    ("hour", "offset", "day"),
    [
        ("23:59:59", "", FIRST),
        ("00:00:00", "", FIRST),
        ("23:59:59", "+08:00", FIRST),
        ("15:59:59", "+00:00", FIRST),
        ("16:00:00", "+00:00", date(2026, 9, 2)),
        ("00:30:00", "+09:00", date(2026, 8, 31)),
        ("10:00:00", "nonsense", FIRST),
    ],
)
def test_the_day_is_shanghais(hour: str, offset: str, day: date) -> None:
    assert captured_on(photo(FIRST, hour=hour, offset=offset)) == day


@pytest.mark.parametrize("hour", ["25:00:00", "", "::", "10:30"])
def test_a_day_that_cannot_be_read_is_none(hour: str) -> None:
    assert captured_on(photo(FIRST, hour=hour)) is None


def test_files_without_notes_or_without_a_picture_tell_no_day() -> None:
    broken = photo(FIRST).replace(b"Exif\0\0", b"Exif\0\0\xff\xff\xff\xff", 1)
    for content in (photo(None), b"", b"no picture", photo(FIRST)[:60], broken):
        assert captured_on(content) is None


def test_the_papers_type_is_found() -> None:
    file = font_file(PAPER_TYPE)
    assert "NotoSerifCJK" in file.path
    assert file.index >= 0


@pytest.mark.parametrize("size", [(1200, 900), (900, 1200), (60, 40)])
def test_words_stand_in_the_lower_right_corner_and_nowhere_else(size: tuple[int, int]) -> None:
    red = Image.new("RGB", size, (255, 0, 0))
    noted = with_note(red, "拍摄日期 2026-09-01")
    assert noted.size == size
    assert noted.getpixel((size[0] - 1, size[1] - 1)) == (255, 255, 255)
    assert noted.getpixel((0, 0)) == (255, 0, 0)
    assert noted.getpixel((size[0] - 1, size[1] // 4)) == (255, 0, 0)
    corner = noted.crop((size[0] // 2, size[1] * 3 // 4, *size))
    blue = corner.getchannel("B").tobytes()
    assert len(set(blue)) > 2
    assert red.getpixel((size[0] - 1, size[1] - 1)) == (255, 0, 0)


def test_a_thumbnail_is_small_and_of_the_same_shape() -> None:
    small = thumbnail(photo(FIRST, size=(1600, 800)))
    assert (small.width, small.height) == (SIDE, SIDE // 2)
    assert len(small.content) < 40 * 1024
    assert Image.open(BytesIO(small.content)).format == "JPEG"
