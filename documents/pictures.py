"""Pictures that people upload: checked, decoded, turned upright, stripped of metadata and encoded anew.

What is stored is never what was sent: place data, thumbnails and anything hidden behind the picture are gone.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from documents.cells import Photo
from documents.upload_limits import file_refusal, size_problem
from ostami.problems import BlockedError, refuse_if

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


def photo_within(content: bytes, *, width_mm: float, height_mm: float) -> Photo:
    """Return a stored picture as it prints in a place of that size: whole, not stretched."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        width, height = image.size
    scale = min(width_mm / width, height_mm / height)
    return Photo(content, round(width * scale, 1), round(height * scale, 1))


def clean_picture(content: bytes, *, max_bytes: int, clause: str = "") -> Picture:
    """Return the picture in the file `content`, encoded anew.

    Args:
        content: the file as it was sent.
        max_bytes: how large the file may be.
        clause: the guide's clause that sets this limit, where one does.

    Raises:
        BlockedError: the file is empty, too large, no JPEG or PNG, damaged, or has too many pixels.
    """
    problem = size_problem(len(content), max_bytes=max_bytes, clause=clause)
    refuse_if([problem] if problem else [])
    image, kind = _opened(content)
    return _encoded(_decoded(image), kind)


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
    return image, FORMATS[image.format or "JPEG"]


def _too_many_pixels() -> BlockedError:
    return file_refusal(f"图片超过 {MAX_PIXELS // 10_000} 万像素", "请调低拍照分辨率后重新上传")


def _decoded(image: Image.Image) -> Image.Image:
    # The printing library lets pictures pass that are cut off, for the whole process, from its import on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _flat(upright)
    except BROKEN:
        raise file_refusal("图片不完整或已损坏，无法打开", "请重新拍照或重新导出后上传") from None


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
