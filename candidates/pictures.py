"""Advice on a candidate's portrait: whether it prints well in the size that papers have room for."""

PHOTO_SIZE = (390, 567)  # 小2寸, 33 × 48 mm at 300 dots an inch
PHOTO_RATIO = 33 / 48
RATIO_TOLERANCE = 0.08


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
