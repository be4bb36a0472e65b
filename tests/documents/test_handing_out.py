"""A paper that lacks a character doesn't go out unnoticed."""

import logging

import pytest

from documents.handing_out import flagged_name, pdf_response
from documents.pdf import render_pdf
from documents.printed import Pdf
from tests.documents.papers import personal_form

WHOLE = Pdf(b"%PDF-1.7", (), 1)


def test_a_whole_paper_keeps_its_name() -> None:
    assert flagged_name(WHOLE, "证书 1.pdf") == "证书 1.pdf"
    assert pdf_response(WHOLE, "a.pdf").headers["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_a_missing_character_stands_in_the_name_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    printed = render_pdf(personal_form(name="李\u0378"))
    with caplog.at_level(logging.WARNING):
        assert flagged_name(printed, "证书 1.pdf") == "证书 1（缺字 \u0378）.pdf"
    assert "no installed font has U+0378" in caplog.text
