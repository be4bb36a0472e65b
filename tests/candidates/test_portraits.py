"""Advice on a portrait's size."""

import pytest

from candidates.pictures import photo_warning


@pytest.mark.parametrize(
    ("size", "doubt"),
    [
        ((390, 567), ""),
        ((780, 1134), ""),
        ((389, 567), "小于 390×567"),
        ((390, 566), "小于 390×567"),
        ((1000, 1000), "比例相差较大"),
        ((400, 900), "比例相差较大"),
    ],
)
def test_a_portrait_of_doubtful_size_is_pointed_out(size: tuple[int, int], doubt: str) -> None:
    warning = photo_warning(*size)
    assert (doubt in warning) if doubt else (warning == "")
