"""Pictures as cameras write them."""

from functools import cache
from io import BytesIO

from PIL import Image


@cache
def phone_photo() -> bytes:
    """8 to 10 MB of 4000 × 3000 points, taken sideways; held upright its top left quarter is red."""
    image = Image.merge("RGB", [Image.effect_noise((4000, 3000), 60 + band) for band in range(3)])
    image.paste((255, 0, 0), (0, 1500, 2000, 3000))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", quality=94, exif=exif)
    return out.getvalue()
