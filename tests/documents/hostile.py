"""Files that are no picture, pretend to be one, or are one of an odd kind."""

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SIDE = (64, 48)
GOOD, NO_PICTURE, DAMAGED, TOO_MANY, TOO_LONG, EMPTY, TOO_LARGE = (
    "",
    "文件不是 JPEG 或 PNG 图片，或已损坏",
    "图片不完整或已损坏，无法打开",
    "图片超过 2500 万像素",
    "图片的长或宽超过 30000 像素",
    "文件是空的",
    "图片为 10.01 MB，不能超过 10 MB",
)
SCRIPT = b"<script>alert('secret')</script>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>' + SCRIPT + b"</rdf:li></x:xmpmeta>"


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def noise(kind: str = "JPEG") -> bytes:
    return saved(Image.effect_noise((300, 300), 80).convert("RGB"), kind)


def plain(mode: str = "RGB", size: tuple[int, int] = SIDE) -> Image.Image:
    return Image.new(mode, size)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *parts: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG of these chunks whose header claims a size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(parts) + chunk(b"IEND", b"")


def data(raw: int) -> bytes:
    """A chunk of as many zero bytes, which takes a thousandth of them."""
    return chunk(b"IDAT", zlib.compress(bytes(raw), 9))


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims a size."""
    content = bytearray(saved(plain()))
    start = content.index(b"\xff\xc0")
    content[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as held:
        held.writestr("index.html", SCRIPT)
    return out.getvalue()


def with_segment(marker: int, body: bytes) -> bytes:
    """A JPEG with a segment after its start."""
    content = saved(plain())
    return content[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + content[2:]


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(plain(), exif=exif)


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def with_text() -> bytes:
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(plain(), "PNG", pnginfo=notes)


def text_bomb() -> bytes:
    body = b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9)
    return png(*SIDE, chunk(b"zTXt", body), data(49 * 65 * 3))


def endless_exif() -> bytes:
    """An EXIF directory whose next one is itself, with an entry that points past the end."""
    entry = struct.pack(">HHII", 0x0112, 3, 0xFFFFFFFF, 0xFFFFFFF0)
    first = struct.pack(">I", 8)
    return with_segment(0xE1, b"Exif\0\0MM\0*" + first + b"\0\1" + entry + first)


def _not_pictures() -> Iterator[tuple[str, bytes, str]]:
    yield "nothing", b"", EMPTY
    yield "one zero byte", b"\0", NO_PICTURE
    yield "a megabyte of zeros", bytes(1024 * 1024), NO_PICTURE
    yield "a page as .jpg", b"<!doctype html>" + SCRIPT, NO_PICTURE
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE
    yield "gif that is a script", b"GIF89a/*\1\0\1\0*/=1;alert('secret')", NO_PICTURE
    yield "gif in frames", saved(plain("P"), "GIF", save_all=True, append_images=[plain("P")]), NO_PICTURE
    yield "webp in frames", saved(plain(), "WEBP", save_all=True, append_images=[plain()]), NO_PICTURE
    yield "tiff", saved(plain(), "TIFF"), NO_PICTURE
    yield "bmp", saved(plain(), "BMP"), NO_PICTURE
    yield "ico", saved(plain(), "ICO"), NO_PICTURE
    yield "eps with a program", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run", NO_PICTURE
    yield "heic head", b"\0\0\0\x18ftypheic" + bytes(64), NO_PICTURE
    yield "zip before a picture", archive() + saved(plain()), NO_PICTURE
    yield "page before a picture", SCRIPT + saved(plain(), "PNG"), NO_PICTURE
    yield "10 MB and a byte", saved(plain()).ljust(10 * 1024 * 1024 + 1, b"\0"), TOO_LARGE


def _damaged() -> Iterator[tuple[str, bytes, str]]:
    for kind in ("JPEG", "PNG"):
        whole = noise(kind)
        yield f"{kind} cut in its magic", whole[:3], NO_PICTURE
        yield f"{kind} cut in its header", whole[:20], NO_PICTURE
        for share in (30, 60, 95):
            yield f"{kind} cut at {share} %", whole[: len(whole) * share // 100], DAMAGED
    yield "png with a wrong checksum", noise("PNG")[:1000] + bytes(4) + noise("PNG")[1004:], DAMAGED
    yield "png without pixels", png(*SIDE), DAMAGED
    yield "png with too few pixels", png(5000, 5000, data(1000)), DAMAGED
    yield "png with broken compression", png(*SIDE, chunk(b"IDAT", b"\xff" * 50)), DAMAGED
    yield "png of no kind", png(*SIDE, data(9999), depth=3, colour=9), NO_PICTURE
    yield "png text bomb", text_bomb(), NO_PICTURE


def _bombs() -> Iterator[tuple[str, bytes, str]]:
    yield "png of 65 535 squared", png(65_535, 65_535, data(1000)), TOO_MANY
    yield "png of 2 gigapixels a line", png(2**31 - 1, 1, data(1000)), TOO_MANY
    lines = data(12_000 * 1501)
    yield "png of 144 megapixels, whole", png(12_000, 12_000, lines, depth=1, colour=0), TOO_MANY
    yield "png a row over the limit", png(5000, 5001, data(1000)), TOO_MANY
    yield "jpeg of 65 500 squared", jpeg_claiming(65_500, 65_500), TOO_MANY
    yield "png of 25 megapixels in 73 kB", png(5000, 5000, data(5000 * 15_001)), GOOD
    yield "see-through png of 23 megapixels", png(4799, 4799, data(4799 * 19_197), colour=6), GOOD
    yield "a thread of 25 000 000 by 1", png(25_000_000, 1, data(3_125_001), depth=1, colour=0), TOO_LONG
    yield "a thread of 1 by 25 000 000", png(1, 25_000_000, data(50_000_000), depth=1, colour=0), TOO_LONG
    # Its end is marked, so that decoders fill it up with grey.
    yield "jpeg claiming more than it has", jpeg_claiming(4000, 4000), GOOD
    yield "jpeg of 24 megapixels", saved(plain("RGB", (6000, 4000))), GOOD
    yield "progressive of 24 megapixels", saved(plain("RGB", (6000, 4000)), progressive=True), GOOD
    yield "jpeg of 30 000 by 1", saved(plain("RGB", (30_000, 1))), GOOD
    yield "jpeg of 1 by 30 001", saved(plain("RGB", (1, 30_001))), TOO_LONG
    yield "png of 1 by 30 000", saved(plain("RGBA", (1, 30_000)), "PNG"), GOOD


def _odd() -> Iterator[tuple[str, bytes, str]]:
    yield "jpeg with a zip behind", saved(plain()) + archive(), GOOD
    yield "jpeg with a script behind", saved(plain()) + SCRIPT, GOOD
    yield "jpeg with zeros up to 10 MB", saved(plain()).ljust(10 * 1024 * 1024, b"\0"), GOOD
    yield "jpeg with a script as comment", with_segment(0xFE, SCRIPT), GOOD
    yield "jpeg with XMP", with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), GOOD
    yield "jpeg with XMP of bad bytes", with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0\xff\xfe"), GOOD
    yield "jpeg with an endless EXIF", endless_exif(), GOOD
    yield "jpeg with EXIF of nothing", with_segment(0xE1, b"Exif\0\0"), GOOD
    yield "jpeg with a false colour profile", with_segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(9)), GOOD
    yield "jpeg with a colour profile", saved(plain(), icc_profile=profile()), GOOD
    yield "progressive jpeg", saved(plain(), progressive=True), GOOD
    yield "two pictures in one", saved(plain(), "MPO", save_all=True, append_images=[plain()]), GOOD
    yield "png with a script in its text", with_text(), GOOD
    yield "png with a script behind", saved(plain(), "PNG") + SCRIPT, GOOD
    yield "png in frames", saved(plain(), "PNG", save_all=True, append_images=[plain("L")]), GOOD
    yield "png with a colour profile", saved(plain(), "PNG", icc_profile=profile()), GOOD
    yield "png of one point", saved(plain(size=(1, 1)), "PNG"), GOOD
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield f"png of mode {mode}", saved(plain(mode), "PNG"), GOOD
    for mode in ("L", "CMYK"):
        yield f"jpeg of mode {mode}", saved(plain(mode)), GOOD
    yield "noise of 12 megapixels", saved(Image.effect_noise((4000, 3000), 90), quality=90), GOOD
    for orientation in (*range(10), 65_535):
        yield f"turned by {orientation}", turned(orientation), GOOD


FAMILIES: tuple[Callable[[], Iterator[tuple[str, bytes, str]]], ...] = (
    _not_pictures,
    _damaged,
    _bombs,
    _odd,
)


@cache
def corpus() -> dict[str, tuple[bytes, str]]:
    """Every file by its name, with the beginning of what is said about it; nothing if it is taken."""
    return {name: (content, words) for family in FAMILIES for name, content, words in family()}
