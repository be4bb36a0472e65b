"""How a portrait is cut out of what was sent, and what the candidate is told about it."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from candidates.pictures import CENTRED, PHOTO_SIZE, Crop, background_advice, portrait, size_advice
from tests.factories.exam import picture


@pytest.mark.parametrize(
    ("sent", "cut", "doubt"),
    [
        ((390, 567), (390, 567), ""),
        ((1080, 1570), (1080, 1570), ""),
        ((3000, 4000), (2751, 4000), ""),
        ((390, 567), (389, 567), "裁剪后为 389×567 像素，小于 390×567"),
        ((390, 567), (390, 566), "小于 390×567"),
        ((1000, 1000), (688, 1000), "比例相差较大"),
        ((900, 1600), (900, 1308), "比例相差较大"),
    ],
)
def test_a_portrait_of_doubtful_size_is_pointed_out(
    sent: tuple[int, int], cut: tuple[int, int], doubt: str
) -> None:
    advice = list(size_advice(sent, cut))
    assert len(advice) == bool(doubt)
    assert doubt in "".join(advice)


@pytest.mark.parametrize(
    ("size", "crop", "frame"),
    [
        ((390, 567), CENTRED, (0, 0, 390, 567)),
        ((780, 567), CENTRED, (195, 0, 585, 567)),
        ((390, 1567), CENTRED, (0, 350, 390, 917)),
        ((780, 1134), Crop(zoom=200, x=0, y=0), (0, 0, 390, 567)),
        ((780, 1134), Crop(zoom=200, x=100, y=100), (390, 567, 780, 1134)),
        ((1, 1), Crop(zoom=400, x=100, y=100), (0, 0, 1, 1)),
        ((3000, 1), CENTRED, (1500, 0, 1501, 1)),
    ],
)
def test_the_frame_lies_in_the_picture(
    size: tuple[int, int], crop: Crop, frame: tuple[int, int, int, int]
) -> None:
    assert crop.frame(*size) == frame


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ((None, None, None), CENTRED),
        ((99, -1, -99999), Crop(100, 0, 0)),
        ((401, 101, 10**12), Crop(400, 100, 100)),
        ((250, 0, 100), Crop(250, 0, 100)),
    ],
)
def test_numbers_of_the_browser_are_kept_within_their_limits(
    sent: tuple[int | None, int | None, int | None], taken: Crop
) -> None:
    zoom, x, y = sent
    assert Crop.of(zoom=zoom, x=x, y=y) == taken


def painted(ground: str, coat: str = "navy") -> Image.Image:
    """Somebody before a wall: the coat fills the lower half to both edges."""
    image = Image.new("RGB", PHOTO_SIZE, ground)
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((110, 90, 280, 340), fill="peru")
    drawing.rectangle((0, 360, 390, 567), fill=coat)
    return image


def striped() -> Image.Image:
    image = painted("white")
    for left in range(0, PHOTO_SIZE[0], 20):
        ImageDraw.Draw(image).rectangle((left, 0, left + 9, 80), fill="silver" if left % 40 else "green")
    return image


@pytest.mark.parametrize(
    ("image", "doubt"),
    [
        (painted("white"), ""),
        (painted("#d7e3f0"), ""),
        (painted("#c8c8c8", coat="black"), ""),
        (painted("#303030"), "背景较暗"),
        (painted("darkred"), "背景较暗"),
        (striped(), "背景不够干净"),
    ],
)
def test_a_dark_or_uneven_background_is_pointed_out(image: Image.Image, doubt: str) -> None:
    advice = list(background_advice(image))
    assert len(advice) == bool(doubt)
    assert doubt in "".join(advice)


def test_a_portrait_is_cut_to_33_by_48_millimetres() -> None:
    stored, advice = portrait(picture((3000, 4000)), crop=CENTRED)
    assert (stored.width, stored.height, stored.content_type, advice) == (390, 567, "image/jpeg", [])


def test_a_small_portrait_is_not_blown_up() -> None:
    stored, advice = portrait(picture((200, 300)), crop=CENTRED)
    assert (stored.width, stored.height) == (200, 291)
    assert len(advice) == 1


def test_the_chosen_part_is_what_is_stored() -> None:
    """Red is the lower right quarter of a white picture."""
    image = Image.new("RGB", (780, 1134), "white")
    image.paste((255, 0, 0), (390, 567, 780, 1134))
    out = BytesIO()
    image.save(out, "PNG")
    stored, _ = portrait(out.getvalue(), crop=Crop(zoom=200, x=100, y=100))
    with Image.open(BytesIO(stored.content)) as cut:
        assert cut.convert("RGB").getpixel((195, 283)) == pytest.approx((254, 0, 0), abs=3)
