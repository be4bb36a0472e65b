"""A line of words written into a picture, in its lower right corner."""

from PIL import Image, ImageDraw

from documents.font_files import paper_font

SHARE = 34  # the line's height, as a part of the picture's shorter side
LEAST = 12  # pixels; smaller characters can't be read
PAPER, INK = (255, 255, 255), (0, 0, 0)


def with_note(image: Image.Image, words: str) -> Image.Image:
    """Return a copy of the picture with `words` on a white field in its lower right corner.

    The line is as wide as the picture at most: its type becomes smaller for that.
    """
    noted = image.copy()
    draw = ImageDraw.Draw(noted)
    size = max(LEAST, min(image.size) // SHARE)
    font = paper_font(size)
    width = draw.textlength(words, font)
    if width + size > image.width:
        size = max(1, int(size * image.width / (width + size)))
        font = paper_font(size)
        width = draw.textlength(words, font)
    left, top = image.width - width - size, image.height - size * 1.7
    draw.rectangle((left, top, image.width, image.height), fill=PAPER)
    draw.text((left + size / 2, top + size * 0.1), words, fill=INK, font=font)
    return noted
