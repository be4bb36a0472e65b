"""The machine's fonts and libraries are checked by name."""

from weasyprint.text import ffi

from documents.checks import check_printing, font_errors, subsetter_errors
from documents.fontconfig import SUBSET_LIBRARIES, load_library


def test_a_machine_that_is_set_up_passes() -> None:
    assert check_printing(None) == []


def test_the_subsetter_is_found_where_weasyprint_finds_it() -> None:
    assert (load_library(SUBSET_LIBRARIES) is not None) == (ffi.harfbuzz_subset is not None)


def test_a_missing_subsetter_is_an_error_that_names_the_package() -> None:
    (error,) = subsetter_errors(("libharfbuzz-absent.so.0",))
    assert (error.id, error.hint) == ("documents.E001", "Install the Debian package libharfbuzz-subset0.")


def test_every_missing_font_family_is_an_error_that_names_its_package() -> None:
    errors = font_errors(
        {"Noto Serif CJK SC": "fonts-noto-cjk", "No Such Song": "fonts-none", "宋无": "fonts-nil"}
    )

    assert [(error.id, error.hint) for error in errors] == [
        ("documents.E002", "Install the Debian package fonts-none."),
        ("documents.E002", "Install the Debian package fonts-nil."),
    ]
