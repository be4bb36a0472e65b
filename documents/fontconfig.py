"""Which fonts the machine has, asked of fontconfig itself, as WeasyPrint does."""

import ctypes
from collections.abc import Sequence

# The names under which WeasyPrint looks for them, on Linux, macOS and Windows.
FONTCONFIG_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
SUBSET_LIBRARIES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")

POINTER, TEXT = ctypes.c_void_p, ctypes.c_char_p


class _FontSet(ctypes.Structure):
    """The head of fontconfig's FcFontSet: how many fonts it lists."""

    _fields_ = (("count", ctypes.c_int),)


def load_library(names: Sequence[str]) -> ctypes.CDLL | None:
    """Return the first of the shared libraries `names` that loads, None where none does."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def installed_families(families: Sequence[str]) -> set[str]:
    """Return those of `families` that are installed under exactly this name; none without fontconfig."""
    library = load_library(FONTCONFIG_LIBRARIES)
    if library is None:
        return set()
    _declare(library)
    return {family for family in families if _count(library, family)}


def _declare(library: ctypes.CDLL) -> None:
    library.FcPatternCreate.restype = POINTER
    library.FcPatternAddString.argtypes = (POINTER, TEXT, TEXT)
    library.FcObjectSetCreate.restype = POINTER
    library.FcFontList.argtypes = (POINTER, POINTER, POINTER)
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    library.FcFontSetDestroy.argtypes = (ctypes.POINTER(_FontSet),)
    library.FcObjectSetDestroy.argtypes = (POINTER,)
    library.FcPatternDestroy.argtypes = (POINTER,)


def _count(library: ctypes.CDLL, family: str) -> int:
    """Count the installed fonts of `family`."""
    pattern, nothing = library.FcPatternCreate(), library.FcObjectSetCreate()
    library.FcPatternAddString(pattern, b"family", family.encode())
    fonts = library.FcFontList(None, pattern, nothing)
    try:
        return int(fonts.contents.count)
    finally:
        library.FcFontSetDestroy(fonts)
        library.FcObjectSetDestroy(nothing)
        library.FcPatternDestroy(pattern)
