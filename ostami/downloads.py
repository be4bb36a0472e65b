"""Handing out files."""

import re
from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The picture alone: no script, no form, nothing loaded, even if a browser took it for a page.
PICTURE_POLICY = "default-src 'none'; sandbox"
# Control characters, marks that turn the reading direction, and what file systems forbid.
UNFIT_FOR_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]+')


def file_response(content: bytes, filename: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """Answer with a file under its Chinese name (RFC 6266, RFC 5987).

    No cache keeps the answer, since papers hold personal data, and no browser guesses its type.

    Args:
        content: the file.
        filename: its name as people see it.
        content_type: its media type.
        inline: show it in the page (images) instead of saving it.
    """
    response = HttpResponse(content, content_type=content_type)
    _as_file(response, filename, inline=inline)
    return response


def streamed_response(content: Iterable[bytes], filename: str, content_type: str) -> StreamingHttpResponse:
    """Answer with a file that is too large to be held in memory, part by part."""
    response = StreamingHttpResponse(content, content_type=content_type)
    _as_file(response, filename, inline=False)
    return response


def _as_file(response: HttpResponseBase, filename: str, *, inline: bool) -> None:
    disposition = content_disposition_header(not inline, safe_filename(filename))
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"


def picture_response(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """Answer with a picture to be seen in the page, which can do nothing but be seen."""
    response = file_response(content, filename, content_type, inline=True)
    response["Content-Security-Policy"] = PICTURE_POLICY
    return response


def safe_filename(name: str) -> str:
    """Return `name` with what file systems and headers cannot hold replaced by underscores."""
    return UNFIT_FOR_FILE_NAMES.sub("_", name).strip(" .") or "download"
