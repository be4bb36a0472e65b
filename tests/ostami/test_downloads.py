"""Files are handed out as downloads that nobody keeps or guesses at."""

import pytest

from ostami.downloads import PDF, file_response, safe_filename


def test_a_chinese_name_reaches_the_browser() -> None:
    response = file_response(b"%PDF-1.7", "个人申报表 林若溪.pdf", PDF)

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E4%B8%AA%E4%BA%BA%E7%94%B3%E6%8A%A5%E8%A1%A8%20"
        "%E6%9E%97%E8%8B%A5%E6%BA%AA.pdf"
    )
    assert response.content == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"


def test_no_cache_keeps_it_and_no_browser_guesses_its_type() -> None:
    response = file_response(b"", "a.pdf", PDF)
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("名册\u202efdp.exe", "名册_fdp.exe"),
        ('"<a>".pdf', "_a_.pdf"),
        (" .. ", "download"),
    ],
)
def test_a_name_is_made_safe_for_headers_and_file_systems(name: str, safe: str) -> None:
    assert safe_filename(name) == safe
