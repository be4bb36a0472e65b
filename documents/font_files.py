"""Where the papers' type lies on the machine, for words written into pictures."""

import ctypes
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

from documents.fontconfig import FONTCONFIG_LIBRARIES, POINTER, TEXT, load_library

PAPER_TYPE = "Noto Serif CJK SC"
MATCH_PATTERN = 0  # fontconfig's FcMatchPattern


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font's file, and which of the fonts in it."""

    path: str
    index: int


def paper_font(size: int) -> ImageFont.FreeTypeFont:
    """Return the papers' type in `size` pixels.

    Raises:
        OSError: the machine has no font at all; `manage.py check` names the package.
    """
    file = font_file(PAPER_TYPE)
    return ImageFont.truetype(file.path, size, index=file.index)


@cache
def font_file(family: str) -> FontFile:
    """Return the file of the font that fontconfig takes for `family`, as papers print it.

    Raises:
        OSError: there is no fontconfig, or no font.
    """
    library = load_library(FONTCONFIG_LIBRARIES)
    if library is None:
        raise OSError("Fontconfig is not installed.")
    _declare(library)
    pattern = library.FcPatternCreate()
    library.FcPatternAddString(pattern, b"family", family.encode())
    library.FcConfigSubstitute(None, pattern, MATCH_PATTERN)
    library.FcDefaultSubstitute(pattern)
    found = library.FcFontMatch(None, pattern, ctypes.byref(ctypes.c_int()))
    try:
        return _file_of(library, found)
    finally:
        library.FcPatternDestroy(pattern)
        if found:
            library.FcPatternDestroy(found)


def _file_of(library: ctypes.CDLL, found: int | None) -> FontFile:
    path, index = TEXT(), ctypes.c_int()
    if not found or library.FcPatternGetString(found, b"file", 0, ctypes.byref(path)) or not path.value:
        raise OSError("No font is installed.")
    library.FcPatternGetInteger(found, b"index", 0, ctypes.byref(index))
    # A variable font's named instances stand in the upper half of the number.
    return FontFile(path.value.decode(), index.value & 0xFFFF)


def _declare(library: ctypes.CDLL) -> None:
    library.FcPatternCreate.restype = POINTER
    library.FcPatternAddString.argtypes = (POINTER, TEXT, TEXT)
    library.FcConfigSubstitute.argtypes = (POINTER, POINTER, ctypes.c_int)
    library.FcDefaultSubstitute.argtypes = (POINTER,)
    library.FcFontMatch.argtypes = (POINTER, POINTER, ctypes.POINTER(ctypes.c_int))
    library.FcFontMatch.restype = POINTER
    library.FcPatternGetString.argtypes = (POINTER, TEXT, ctypes.c_int, ctypes.POINTER(TEXT))
    library.FcPatternGetInteger.argtypes = (POINTER, TEXT, ctypes.c_int, ctypes.POINTER(ctypes.c_int))
    library.FcPatternDestroy.argtypes = (POINTER,)
