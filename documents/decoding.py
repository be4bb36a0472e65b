"""Pictures that people send, decoded: judged by the header first, upright, on white, as large as papers need.

A picture lies in memory once: JPEG files are made smaller while they are read, others strip by strip.
"""

import struct
from io import BytesIO
from math import ceil

from PIL import Image, ImageFile

from documents.upload_limits import file_refusal
from ostami.problems import BlockedError

MAX_PIXELS = 25_000_000
MAX_SIDE = 30_000  # the longest screenshots; Pillow keeps eight bytes more a row
LONGEST_SIDE = 2400  # an A4 page at 200 dots an inch: every word stays readable, and pages load on a phone
STRIP_PIXELS = 1_000_000
# Some phones write JPEG files with a second picture behind the first; Pillow calls them MPO.
FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG"}
TOO_LARGE_TO_OPEN = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow raises for files that are cut off, damaged or built to hurt.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
)
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decoded_picture(content: bytes) -> tuple[Image.Image, str]:
    """Return the pixels of a picture, its long side at most `LONGEST_SIDE`, and its kind: JPEG or PNG.

    Raises:
        BlockedError: it is no JPEG or PNG, is damaged, or has too many pixels.
    """
    image, kind = _opened(content)
    # The printing library lets pictures pass that are cut off, for the whole process, from its import on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        return _pixels(image), kind
    except BROKEN:
        raise file_refusal("图片不完整或已损坏，无法打开", "请重新拍照或重新导出后上传") from None


def _opened(content: bytes) -> tuple[Image.Image, str]:
    """Read the header alone, and refuse by what it says."""
    try:
        image = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except TOO_LARGE_TO_OPEN:
        raise _too_many_pixels() from None
    except BROKEN:
        raise file_refusal(
            "文件不是 JPEG 或 PNG 图片，或已损坏",
            "请上传 JPEG（.jpg）或 PNG 格式的图片；HEIC、PDF、Word 文件请先转换",
        ) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > MAX_SIDE:
        raise file_refusal(f"图片的长或宽超过 {MAX_SIDE} 像素", "请裁剪或缩小后重新上传")
    return image, FORMATS[image.format or "JPEG"]


def _too_many_pixels() -> BlockedError:
    return file_refusal(f"图片超过 {MAX_PIXELS // 10_000} 万像素", "请调低拍照分辨率后重新上传")


def _pixels(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest > LONGEST_SIDE:
        width, height = (max(1, side * LONGEST_SIDE // longest) for side in image.size)
        image.draft(None, (width, height))
    image.load()
    turn = TURNS.get(_orientation(image))
    small = _reduced(image, _factor(image))
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = small.transpose(turn) if turn is not None else small
    # Made from the pixels alone: whatever Pillow keeps beside them would be written out again.
    return Image.frombytes("RGB", upright.size, upright.tobytes())


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; a note that can't be read turns nothing."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1


def _factor(image: Image.Image) -> int:
    """Return by what to divide the sides: other modes than RGB lie in memory twice, and so become smaller."""
    ratio = max(image.size) / LONGEST_SIDE
    return max(1, int(ratio) if image.mode == "RGB" else round(ratio))


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Return the picture in plain colours, each side divided by `factor`."""
    if factor == 1 and image.mode == "RGB":
        return image
    width, height = image.size
    whole = Image.new("RGB", (ceil(width / factor), ceil(height / factor)))
    rows = max(1, STRIP_PIXELS // width // factor) * factor
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(height, top + rows)))
        whole.paste(_flat(strip).reduce(factor), (0, top // factor))
    return whole


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours, what is see-through on white, as it will be printed."""
    if image.mode.startswith("I"):
        # Sixteen bits a point: Pillow would cut off what is above eight, and all would be white.
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layers = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(layers, mask=layers)
    return paper
