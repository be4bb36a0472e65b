"""A candidate's portrait (照片): cut to the size of papers, with advice on what may look bad there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from PIL import Image, ImageStat

from documents.decoding import decoded_picture
from documents.pictures import Picture, picture_within
from documents.upload_limits import MEGABYTE, shown_megabytes, size_problem
from ostami.policy import UPLOAD_MAX_BYTES, UPLOAD_SENT_MAX_BYTES
from ostami.problems import Problem

PHOTO_SIZE = (390, 567)  # 小2寸, 33 × 48 mm at 300 dots an inch
PHOTO_RATIO = 33 / 48
RATIO_TOLERANCE = 0.08
LARGEST_ZOOM = 400
# Of 255: white walls in poor light lie above the first, the folds of a curtain beyond the second.
LIGHT_FROM, PLAIN_TO = 150, 28


@dataclass(frozen=True, slots=True)
class Crop:
    """Which part of a picture becomes the portrait.

    `zoom` is in percent of the largest frame that fits, 100 to 400; `x` and `y` say in percent how much of
    the room beside the frame lies to its left and above it. Unasked, less is cut off above than below: there
    is the face.
    """

    zoom: int = 100
    x: int = 50
    y: int = 35

    @classmethod
    def of(cls, *, zoom: int | None, x: int | None, y: int | None) -> Self:
        """Return the crop for what a browser sent: within the limits, and the usual where it sent nothing."""
        usual = cls()
        return cls(
            zoom=min(max(usual.zoom if zoom is None else zoom, 100), LARGEST_ZOOM),
            x=min(max(usual.x if x is None else x, 0), 100),
            y=min(max(usual.y if y is None else y, 0), 100),
        )

    def frame(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of the frame in a picture of that size."""
        across, down = PHOTO_SIZE
        scale = min(width / across, height / down) * 100 / self.zoom
        wide, high = max(1, round(across * scale)), max(1, round(down * scale))
        left, top = round((width - wide) * self.x / 100), round((height - high) * self.y / 100)
        return left, top, left + wide, top + high


CENTRED = Crop()


def sent_problem(size: int) -> Problem | None:
    """Return what is wrong with a sent picture's size in bytes; below the limit the portal shrinks it."""
    problem = size_problem(size, max_bytes=UPLOAD_SENT_MAX_BYTES)
    if problem is None or size == 0:
        return problem
    most, stored = UPLOAD_SENT_MAX_BYTES // MEGABYTE, UPLOAD_MAX_BYTES // MEGABYTE
    text = f"图片为 {shown_megabytes(size)}，超过 {most} MB，平台无法代为压缩到 {stored} MB 以内"
    return Problem(text, "4.3-3", problem.remedy, "file")


def portrait(content: bytes, *, crop: Crop) -> tuple[Picture, list[str]]:
    """Return the portrait cut out of a sent picture, at most 390 × 567 points, and what is doubtful about it.

    Raises:
        BlockedError: the picture is damaged, of another kind, or too large to open.
    """
    image, _ = decoded_picture(content)
    cut = image.crop(crop.frame(*image.size))
    advice = [*size_advice(image.size, cut.size), *background_advice(cut)]
    if cut.width > PHOTO_SIZE[0]:
        cut = cut.resize(PHOTO_SIZE, Image.Resampling.LANCZOS)
    return picture_within(cut, max_bytes=UPLOAD_MAX_BYTES), advice


def size_advice(sent: tuple[int, int], cut: tuple[int, int]) -> Iterator[str]:
    """Yield what is doubtful about a portrait's size in points, before and after it was cut.

    Doubt forbids nothing: the station decides whether the photo will do.
    """
    if cut[0] < PHOTO_SIZE[0] or cut[1] < PHOTO_SIZE[1]:
        least = f"{PHOTO_SIZE[0]}×{PHOTO_SIZE[1]}"
        yield f"照片裁剪后为 {cut[0]}×{cut[1]} 像素，小于 {least}，打印可能不清晰，建议换一张更大的。"
    if abs(sent[0] / sent[1] - PHOTO_RATIO) > RATIO_TOLERANCE:
        yield (
            f"原图为 {sent[0]}×{sent[1]} 像素，与小2寸（33×48 毫米）比例相差较大，已裁去多余部分，"
            "请核对头像是否完整、居中。"
        )


def background_advice(cut: Image.Image) -> Iterator[str]:
    """Yield what is doubtful about the background: the strip above the head and those beside it."""
    width, height = cut.size
    border = Image.new("L", cut.size)
    border.paste(255, (0, 0, width, max(1, height // 14)))
    side = max(1, width // 12)
    for left in (0, width - side):
        border.paste(255, (left, 0, left + side, max(1, height * 2 // 5)))
    seen = ImageStat.Stat(cut.convert("L"), border)
    if seen.mean[0] < LIGHT_FROM:
        yield "照片背景较暗，建议使用白色或浅色背景的证件照。"
    elif max(ImageStat.Stat(cut, border).stddev) > PLAIN_TO:
        yield "照片背景不够干净，建议在纯色浅色墙面前重拍，或使用证件照。"
