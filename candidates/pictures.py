"""Pictures that people upload: checked, decoded, turned upright, stripped of metadata and encoded anew.

What is stored is never what was sent: place data, thumbnails and anything hidden behind the picture are gone.
"""

from dataclasses import dataclass
from io import BytesIO
from math import ceil

from PIL import Image, ImageFile, ImageOps

from ostami.policy import UPLOAD_MAX_BYTES
from ostami.problems import BlockedError, Problem, refuse_if

MAX_PIXELS = 25_000_000
LONGEST_SIDE = 2400  # an A4 page at 200 dots an inch: every word stays readable, and pages load on a phone
JPEG_QUALITY = 85
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
)

PHOTO_SIZE = (390, 567)  # 小2寸, 33 × 48 mm at 300 dots an inch
PHOTO_RATIO = 33 / 48
RATIO_TOLERANCE = 0.08


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: the file, its media type and its size in pixels."""

    content: bytes
    content_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The file name's ending."""
        return ".png" if self.content_type == "image/png" else ".jpg"


def _refusal(text: str, remedy: str) -> BlockedError:
    return BlockedError([Problem(text, remedy=remedy, field="file")])


def clean_picture(content: bytes) -> Picture:
    """Return the picture in the file `content`, encoded anew.

    Raises:
        BlockedError: the file is empty, over 1 MB (guide 4.3-3), no JPEG or PNG, damaged, or too many pixels.
    """
    refuse_if(problem for problem in [size_problem(len(content))] if problem)
    image, kind = _opened(content)
    return _encoded(_decoded(image), kind)


def size_problem(size: int) -> Problem | None:
    """Return what is wrong with a file of `size` bytes: nothing in it, or over 1 MB (guide 4.3-3)."""
    if size == 0:
        return Problem("文件是空的", remedy="请重新选择图片", field="file")
    if size > UPLOAD_MAX_BYTES:
        # Rounded up, so that one byte too many doesn't read as 1.00 MB.
        text = f"图片为 {ceil(size / UPLOAD_MAX_BYTES * 100) / 100:.2f} MB，不能超过 1 MB"
        return Problem(text, "4.3-3", "请压缩图片或调低拍照分辨率后重新上传", "file")
    return None


def _opened(content: bytes) -> tuple[Image.Image, str]:
    """Read the header alone, and refuse by what it says."""
    try:
        image = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except TOO_LARGE_TO_OPEN:
        raise _too_many_pixels() from None
    except BROKEN:
        raise _refusal(
            "文件不是 JPEG 或 PNG 图片，或已损坏",
            "请上传 JPEG（.jpg）或 PNG 格式的图片；HEIC、PDF、Word 文件请先转换",
        ) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image, FORMATS[image.format or "JPEG"]


def _too_many_pixels() -> BlockedError:
    return _refusal(f"图片超过 {MAX_PIXELS // 10_000} 万像素", "请调低拍照分辨率后重新上传")


def _decoded(image: Image.Image) -> Image.Image:
    # The printing library lets pictures pass that are cut off, for the whole process, from its import on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _flat(upright)
    except BROKEN:
        raise _refusal("图片不完整或已损坏，无法打开", "请重新拍照或重新导出后上传") from None


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours, what is see-through on white, as it will be printed."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layers = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(layers, mask=layers.getchannel("A"))
    return paper


def _encoded(image: Image.Image, kind: str) -> Picture:
    # Made from the pixels alone: whatever Pillow keeps beside them would be written out again.
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = BytesIO()
    if kind == "PNG":
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=JPEG_QUALITY)
    return Picture(out.getvalue(), f"image/{kind.lower()}", *bare.size)


def photo_warning(width: int, height: int) -> str:
    """Return what is doubtful about a portrait's size, as a sentence; empty if nothing is.

    Doubt forbids nothing: the station decides whether the photo will do.
    """
    if width < PHOTO_SIZE[0] or height < PHOTO_SIZE[1]:
        least = f"{PHOTO_SIZE[0]}×{PHOTO_SIZE[1]}"
        return f"照片为 {width}×{height} 像素，小于 {least}，打印可能不清晰，建议换一张。"
    if abs(width / height - PHOTO_RATIO) > RATIO_TOLERANCE:
        return (
            f"照片为 {width}×{height} 像素，与小2寸（33×48 毫米）比例相差较大，打印时会留白，建议裁剪后上传。"
        )
    return ""
