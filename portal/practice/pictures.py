"""Pictures for practice uploads: drawn, labelled, of nobody and of nowhere."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from candidates.models import UploadKind

PORTRAIT = (390, 567)
CARD = (640, 404)
SHEET = (620, 877)
VIEW = (800, 600)
SPECIMEN = "演练样张"
CAPTIONS = {kind: str(kind.label) for kind in UploadKind}
CAPTIONS[UploadKind.STAMPED_FORM] = "个人申报表（已盖章）"
# The package that papers need brings this collection; its third face is the simplified Chinese one.
FONT, FACE = "NotoSerifCJK-Regular.ttc", 2
SHEETS = frozenset(
    {
        UploadKind.WORK_PROOF,
        UploadKind.RESIDENCE_PROOF,
        UploadKind.TRAINING_PROOF,
        UploadKind.STAMPED_FORM,
    }
)
PORTRAIT_GROUND, COAT, SKIN, HAIR = "#dfe9f0", "#2f4a5c", "#e7c9ae", "#33302d"
PAPER, INK, RED = "#fbfaf6", "#34434b", "#b3322b"


@cache
def practice_picture(kind: UploadKind) -> bytes:
    """Return a JPEG that stands for the material `kind`: a drawn portrait, or a labelled card or sheet."""
    image = _portrait() if kind == UploadKind.PHOTO else _specimen(kind)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


@cache
def practice_sheet(caption: str, *, number: int = 0) -> bytes:
    """Return a JPEG that stands for a paper or a view called `caption`; another `number`, another picture."""
    image = _labelled(caption, SHEET if number == 0 else VIEW)
    if number:
        ImageDraw.Draw(image).text((60, VIEW[1] - 70), f"{number}", fill=INK, font=_font(36))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _portrait() -> Image.Image:
    image = Image.new("RGB", PORTRAIT, PORTRAIT_GROUND)
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 400, 370, 800), fill=COAT)
    draw.rectangle((160, 340, 230, 440), fill=SKIN)
    draw.ellipse((105, 95, 285, 300), fill=HAIR)
    draw.ellipse((115, 130, 275, 375), fill=SKIN)
    draw.polygon(((160, 425), (195, 470), (230, 425), (195, 410)), fill="#f4f4f2")
    draw.text((195, 535), SPECIMEN, fill="#f4f4f2", font=_font(18), anchor="mm")
    return image


def _specimen(kind: UploadKind) -> Image.Image:
    image = _labelled(CAPTIONS[kind], SHEET if kind in SHEETS else CARD)
    if kind == UploadKind.STAMPED_FORM:
        draw = ImageDraw.Draw(image)
        draw.ellipse((380, 600, 560, 780), outline=RED, width=6)
        draw.text((470, 690), "演练专用", fill=RED, font=_font(26), anchor="mm")
    return image


def _labelled(caption: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((12, 12, width - 12, height - 12), radius=22, outline=INK, width=3)
    draw.text((width / 2, 60), caption, fill=INK, font=_font(30), anchor="mm")
    for line in range(110, height - 90, 44):
        draw.line((60, line, width - 60, line), fill="#cfd6d9", width=2)
    draw.text((width / 2, height - 48), SPECIMEN, fill=RED, font=_font(26), anchor="mm")
    return image


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, index=FACE)
