"""Pages lie two up on A3 so that folded sheets read from 1 to the last."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from documents.booklets import booklet, sides
from documents.printed import PaperError
from tests.documents import pdfs, seen

A3 = (1191, 842)
FOLD = 595.3


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (1, [(None, 1), (None, None)]),
        (2, [(None, 1), (2, None)]),
        (3, [(None, 1), (2, 3)]),
        (4, [(4, 1), (2, 3)]),
        (5, [(None, 1), (2, None), (None, 3), (4, 5)]),
        (6, [(None, 1), (2, None), (6, 3), (4, 5)]),
        (7, [(None, 1), (2, 7), (6, 3), (4, 5)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (9, [(None, 1), (2, None), (None, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_folded_sheets_read_in_order(pages: int, order: list[tuple[int | None, int | None]]) -> None:
    assert list(sides(pages)) == order


def folded(sheets: list[tuple[int | None, int | None]]) -> list[int | None]:
    """Leaf through folded sheets that lie in each other: the inner left page follows the front's right."""
    fronts, backs = sheets[::2], sheets[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    second = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    return [*first, *reversed(second)]


@pytest.mark.parametrize("pages", range(1, 41))
def test_whoever_leafs_through_finds_every_page_and_then_blanks(pages: int) -> None:
    blanks = -pages % 4
    assert folded(list(sides(pages))) == [*range(1, pages + 1), *[None] * blanks]


@pytest.mark.parametrize("pages", range(1, 10))
def test_every_page_stands_on_its_half(pages: int) -> None:
    made = booklet(pdfs.worded(*(f"Page{number}" for number in range(1, pages + 1))))

    assert seen.sizes(made) == [A3] * (2 * -(-pages // 4))
    halves = [
        (seen.words(made, side, right=FOLD), seen.words(made, side, left=FOLD))
        for side in range(len(seen.sizes(made)))
    ]
    expected = [tuple(f"Page{number}" if number else "" for number in side) for side in sides(pages)]
    assert [(left.strip(), right.strip()) for left, right in halves] == expected


def test_an_a4_page_keeps_its_size_and_another_is_fitted_in_the_middle() -> None:
    small = booklet(pdfs.worded("Small", size=(297.6, 421)))
    across = booklet(pdfs.worded("Across", size=(842, 595)))

    # Twice as large, its words begin at 120 and 180; turned nowhere, its height of 595 shrinks to 421.
    assert seen.words(small, left=FOLD + 115, bottom=175, right=2 * FOLD, top=230).strip() == "Small"
    assert (
        seen.words(across, left=FOLD + 40, bottom=210 + 60, right=2 * FOLD, top=210 + 85).strip() == "Across"
    )


def test_the_print_dialogue_is_told_to_print_on_both_sides() -> None:
    made = booklet(pdfs.worded("Page1"))
    wishes: Any = PdfReader(BytesIO(made)).root_object["/ViewerPreferences"]
    assert wishes["/Duplex"] == "/DuplexFlipShortEdge"


def test_a_damaged_file_is_named_as_such() -> None:
    with pytest.raises(PaperError, match="cannot be laid out"):
        booklet(b"%PDF-1.7 nothing")
