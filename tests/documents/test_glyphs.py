"""Characters that no font has are known before anything is printed."""

import pytest

from documents.glyphs import missing_glyphs


@pytest.mark.parametrize(
    ("text", "missing"),
    [("林若溪", ()), ("买买提·艾力", ()), ("林𪚥𮧵", ()), ("", ()), ("林\u0378溪", ("\u0378",))],
)
def test_rare_characters_are_tried(text: str, missing: tuple[str, ...]) -> None:
    assert missing_glyphs(text) == missing
