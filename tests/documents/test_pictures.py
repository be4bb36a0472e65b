"""The corpus of bad files, and what becomes of good ones."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from documents.decoding import LONGEST_SIDE, MAX_PIXELS
from documents.pictures import Picture, clean_picture
from documents.upload_limits import MEGABYTE
from ostami.problems import BlockedError
from tests.factories.exam import picture

JPEG = picture()
PNG = picture(kind="PNG")
NO_PICTURE = "文件不是 JPEG 或 PNG 图片，或已损坏"
DAMAGED = "图片不完整或已损坏"
TOO_MANY = "图片超过 2500 万像素"


def cleaned(content: bytes) -> Picture:
    return clean_picture(content, max_bytes=MEGABYTE)


def written(kind: str, mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, (40, 60)).save(out, kind)
    return out.getvalue()


def noise(kind: str = "PNG") -> bytes:
    """A picture with enough in it that half of its file isn't all of its pixels."""
    out = BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(out, kind)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG whose header claims a size: a decompression bomb."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


BAD = {
    "empty": (b"", "文件是空的"),
    "one byte": (b"\xff", NO_PICTURE),
    "text": ("这不是图片".encode(), NO_PICTURE),
    "page": (b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', NO_PICTURE),
    "pdf": (b"%PDF-1.7\n1 0 obj", NO_PICTURE),
    "zip": (b"PK\x03\x04" + b"\0" * 100, NO_PICTURE),
    "program": (b"MZ\x90\x00" + b"\0" * 100, NO_PICTURE),
    "gif": (written("GIF", "P"), NO_PICTURE),
    "bmp": (written("BMP"), NO_PICTURE),
    "webp": (written("WEBP"), NO_PICTURE),
    "tiff": (written("TIFF"), NO_PICTURE),
    "jpeg head alone": (b"\xff\xd8\xff\xe0", NO_PICTURE),
    "png head alone": (b"\x89PNG\r\n\x1a\n", NO_PICTURE),
    "jpeg cut off": (noise("JPEG")[:5000], DAMAGED),
    "png cut off": (noise()[:5000], DAMAGED),
    "png with a wrong checksum": (noise()[:1000] + b"\0\0\0\0" + noise()[1004:], DAMAGED),
    "bomb of 10 gigapixels": (png_claiming(100_000, 100_000), TOO_MANY),
    "bomb of 30 000 by 30 000": (png_claiming(30_000, 30_000), TOO_MANY),
    "bomb of 100 megapixels": (png_claiming(10_000, 10_000), TOO_MANY),
    "one row too many": (png_claiming(5000, MAX_PIXELS // 5000 + 1), TOO_MANY),
    "png without width": (png_claiming(0, 100), NO_PICTURE),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_what_is_wrong(content: bytes, sentence: str) -> None:
    with pytest.raises(BlockedError) as refused:
        cleaned(content)
    (problem,) = refused.value.problems
    assert problem.text.startswith(sentence)
    assert (problem.field, bool(problem.remedy)) == ("file", True)


@pytest.mark.parametrize("kind", ["jpeg cut off", "png cut off", "png with a wrong checksum"])
def test_damage_is_found_although_another_library_tolerates_it(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(BlockedError, match=DAMAGED):
        cleaned(BAD[kind][0])


def padded(size: int) -> bytes:
    """A good picture in a file of exactly `size` bytes: readers ignore what follows its end."""
    return JPEG + b"\0" * (size - len(JPEG))


def test_exactly_one_megabyte_is_taken_and_a_byte_more_refused() -> None:
    assert clean_picture(padded(MEGABYTE), max_bytes=MEGABYTE, clause="4.3-3").width == 390
    with pytest.raises(BlockedError) as refused:
        clean_picture(padded(MEGABYTE + 1), max_bytes=MEGABYTE, clause="4.3-3")
    assert str(refused.value) == (
        "图片为 1.01 MB，不能超过 1 MB（服务指南 4.3-3）。请压缩图片或调低拍照分辨率后重新上传。"
    )


def test_nothing_hidden_behind_or_beside_the_picture_survives() -> None:
    image = Image.open(BytesIO(JPEG))
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret comment")
    result = cleaned(out.getvalue() + b"<script>secret tail</script>")
    assert b"secret" in out.getvalue()
    assert b"secret" not in result.content
    assert not Image.open(BytesIO(result.content)).getexif()


def test_png_text_does_not_survive() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "secret")
    out = BytesIO()
    Image.new("RGB", (40, 60)).save(out, "PNG", pnginfo=notes)
    result = cleaned(out.getvalue())
    assert (b"secret" in result.content, result.content_type) == (False, "image/png")


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    result = cleaned(out.getvalue())
    assert (result.width, result.height) == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    result = cleaned(written("PNG", mode))
    assert Image.open(BytesIO(result.content)).mode == "RGB"


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_taken(mode: str) -> None:
    assert cleaned(written("JPEG", mode)).content_type == "image/jpeg"


def test_what_is_see_through_becomes_white() -> None:
    result = cleaned(written("PNG", "RGBA"))
    assert Image.open(BytesIO(result.content)).getpixel((0, 0)) == (255, 255, 255)


def test_a_large_picture_is_stored_no_longer_than_an_a4_page_needs() -> None:
    result = cleaned(picture((5000, 2500), "PNG"))
    assert (result.width, result.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)
