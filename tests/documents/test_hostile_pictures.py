"""What becomes of hostile and odd pictures: a clean small file or one sentence, soon, in little memory."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from PIL import Image, ImageDraw, ImageStat

from documents.pictures import Picture, clean_picture
from documents.upload_limits import MEGABYTE
from ostami.problems import BlockedError
from tests.documents.hostile import GOOD, corpus, noise, saved

SECONDS = 5.0
PEAK_BYTES = 190 * MEGABYTE  # 25 million points of four bytes, half of it again, and room


def shrunk(content: bytes) -> Picture:
    return clean_picture(content, max_bytes=10 * MEGABYTE, stored_max=MEGABYTE)


def growth(work: Callable[[], object]) -> int:
    """Return by how many bytes the process grew at most during the work; 0 where the system doesn't tell."""
    reset, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not reset.exists():
        work()
        return 0

    def held(name: str) -> int:
        line = next(line for line in status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) * 1024

    reset.write_text("5")
    before = held("VmRSS")
    work()
    return held("VmHWM") - before


def outcome(content: bytes) -> Picture | str:
    """Return the clean picture, or the one sentence that refuses it."""
    try:
        return shrunk(content)
    except BlockedError as refused:
        (problem,) = refused.problems
        assert (problem.field, bool(problem.remedy)) == ("file", True)
        return problem.text


def test_the_corpus_is_large() -> None:
    assert len(corpus()) >= 60


# Pillow warns of damaged notes, in the portal's log.
@pytest.mark.filterwarnings("ignore:Tag data larger than file:UserWarning")
@pytest.mark.parametrize("name", corpus())
def test_a_hostile_file_is_cleaned_or_refused_in_one_sentence(name: str) -> None:
    content, words = corpus()[name]
    found: list[Picture | str] = []
    started = perf_counter()
    grown = growth(lambda: found.append(outcome(content)))
    assert perf_counter() - started < SECONDS
    assert grown < PEAK_BYTES
    result = found[0]
    if isinstance(result, str):
        assert words != GOOD
        assert result.startswith(words)
        return
    assert words == GOOD
    assert len(result.content) <= MEGABYTE
    assert max(result.width, result.height) <= 2400
    assert b"secret" not in result.content
    with Image.open(BytesIO(result.content)) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_hundred_pictures_take_no_more_memory_than_one() -> None:
    shrunk(noise("PNG"))
    grown = growth(lambda: [shrunk(noise("PNG")) for _ in range(100)])
    assert grown < 20 * MEGABYTE


def test_a_large_jpeg_is_made_smaller_while_it_is_read() -> None:
    """Whole it would take 96 MB."""
    content, _ = corpus()["jpeg of 24 megapixels"]
    assert growth(lambda: shrunk(content)) < 60 * MEGABYTE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_of_any_orientation_hangs_upright(orientation: int) -> None:
    """Red lies in the first corner of what the camera saw; the table is that of the EXIF standard."""
    image = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 15, 15), fill="red")
    exif = Image.Exif()
    exif[0x0112] = orientation
    corners = {1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left"}
    corners |= {5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left"}
    result = shrunk(saved(image, exif=exif))
    wide, high = result.width, result.height
    assert (wide, high) == ((80, 40) if orientation <= 4 else (40, 80))
    with Image.open(BytesIO(result.content)) as upright:
        greens = {
            f"{down} {across}": ImageStat.Stat(upright.crop((x, y, x + 8, y + 8))).mean[1]
            for down, y in (("top", 2), ("bottom", high - 10))
            for across, x in (("left", 2), ("right", wide - 10))
        }
    assert greens.pop(corners[orientation]) < 20
    assert min(greens.values()) > 240


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_of_a_megabyte_that_grows_is_shrunk(kind: str) -> None:
    """Encoded anew at a better quality it would be larger than it was."""
    grain = Image.effect_noise((1800, 1400), 90).convert("RGB")
    content = saved(grain, "JPEG", quality=35) if kind == "JPEG" else saved(grain.quantize(4), "PNG")
    assert len(content) <= MEGABYTE
    result = shrunk(content)
    assert len(result.content) <= MEGABYTE
    assert result.content_type == "image/jpeg"


def test_a_grey_picture_of_sixteen_bits_keeps_its_grey() -> None:
    result = shrunk(saved(Image.new("I;16", (40, 40), 0x7FFF), "PNG"))
    with Image.open(BytesIO(result.content)) as image:
        assert image.getpixel((20, 20)) == (127, 127, 127)


def test_the_pixels_are_looked_at_only_after_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb is refused without a row of it decoded."""
    monkeypatch.delattr(Image.Image, "load")
    content, _ = corpus()["png of 144 megapixels, whole"]
    assert str(outcome(content)).startswith("图片超过 2500 万像素")
