"""A phone's photo at 320 pixels: shrunk and cut in the browser, and by the portal without a script."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from candidates.models import Enrolment, Upload, UploadKind
from ostami.policy import UPLOAD_MAX_BYTES
from stations.models import Station
from tests.browser.conftest import People
from tests.browser.enrolling import fits
from tests.documents.photos import phone_photo
from tests.factories import exam
from tests.factories.people import PASSWORD, candidate

NARROW = ViewportSize(width=320, height=640)


@pytest.fixture
def enrolment(station: Station, management_user: User) -> Enrolment:
    """林小禾's draft without pictures."""
    turning = exam.trade()
    exam.scope(station, turning)
    plan = exam.approved_plan(station, management_user, {"trade": turning})
    batch = exam.approved_batch(station, management_user, *plan.items.all())
    draft = exam.draft_enrolment(batch.items.get(), candidate("林小禾"))
    draft.uploads.all().delete()
    return draft


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(phone_photo())
    return path


def _opened(people: People, enrolment: Enrolment, *, script: bool) -> Page:
    person = people.new(phone=True, script=script)
    person.page.set_viewport_size(NARROW)
    person.login(enrolment.candidate.user.username, PASSWORD)
    person.set_day("2026-08-01")
    return person.open(f"{enrolment.get_absolute_url()}uploads/")


def _send(page: Page, kind: str) -> None:
    page.locator(f"#{kind}").locator("[type=submit]").click()
    expect(page.locator(f"#{kind} summary")).to_contain_text("已上传")


def _stored(kind: UploadKind) -> Image.Image:
    content = Upload.objects.get(kind=kind).file.read()
    assert len(content) <= UPLOAD_MAX_BYTES
    return Image.open(BytesIO(content)).convert("RGB")


def _is_red(image: Image.Image, across: float, down: float) -> bool:
    x, y = image.width * across, image.height * down
    red, green, blue = ImageStat.Stat(image.crop((int(x) - 9, int(y) - 9, int(x) + 9, int(y) + 9))).mean
    return red > 220 and green < 60 and blue < 60


@pytest.mark.parametrize("script", [True, False])
def test_an_8_mb_photo_becomes_small_and_hangs_upright(
    people: People, enrolment: Enrolment, photo: Path, *, script: bool
) -> None:
    assert photo.stat().st_size > 8_000_000
    page = _opened(people, enrolment, script=script)
    for kind in (UploadKind.PHOTO, UploadKind.ID_FRONT):
        page.locator(f"#file-{kind}").set_input_files(photo)
        if script:
            said = page.locator(f"#{kind} [data-photo-status]")
            expect(said).to_have_text(re.compile(r"^已压缩：8\.\d MB → 0\.\d MB$"))
            expect(page.locator(f"#{kind} canvas")).to_be_visible()
            sent = page.locator(f"#file-{kind}").evaluate("field => field.files[0].size")
            assert sent <= UPLOAD_MAX_BYTES
        _send(page, kind)
        fits(page)
    portrait, card = _stored(UploadKind.PHOTO), _stored(UploadKind.ID_FRONT)
    assert portrait.size == (390, 567)
    assert card.width * 4 == pytest.approx(card.height * 3, abs=4)
    for image in (portrait, card):
        assert _is_red(image, 0.2, 0.2)
        assert not _is_red(image, 0.8, 0.2)
        assert not _is_red(image, 0.2, 0.8)


def test_a_portrait_is_moved_into_its_frame_with_the_keyboard(
    people: People, enrolment: Enrolment, photo: Path
) -> None:
    page = _opened(people, enrolment, script=True)
    page.locator("#file-photo").set_input_files(photo)
    expect(page.get_by_role("img", name="裁剪后的照片预览")).to_be_visible()
    page.get_by_label("放大").press("End")
    for place in ("左右位置", "上下位置"):
        page.get_by_label(place).press("Home")
    _send(page, "photo")
    image = _stored(UploadKind.PHOTO)
    assert all(_is_red(image, across, down) for across in (0.1, 0.9) for down in (0.1, 0.9))


def test_a_file_that_the_browser_cannot_read_goes_as_it_is_and_is_refused(
    people: People, enrolment: Enrolment, tmp_path: Path
) -> None:
    page = _opened(people, enrolment, script=True)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + bytes(2_000_000))
    page.locator("#file-photo").set_input_files(broken)
    expect(page.locator("#photo [data-photo-status]")).to_contain_text("将原样上传")
    page.locator("#photo").locator("[type=submit]").click()
    expect(page.locator("#error-photo")).to_contain_text("文件不是 JPEG 或 PNG 图片")
    expect(page.locator("#photo")).to_have_attribute("open", "")
