"""What a paper may load while it is rendered: data: URLs and the project's own styles and fonts."""

from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

PROJECT_SCHEME = "print:"
PROJECT_FILES = Path(__file__).resolve().parent.parent / "templates"
CONTENT_TYPES = {".css": "text/css", ".otf": "font/otf", ".ttf": "font/ttf", ".ttc": "font/collection"}

_data_only = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def fetch(url: str) -> Any:
    """Return what `url` holds: a data: URL, or a style or font under ``templates/`` as ``print:<path>``.

    Raises:
        FatalURLFetchingError: any other URL, so that rendering ends instead of going on without it.
    """
    try:
        return _project_file(url) if url.startswith(PROJECT_SCHEME) else _data_only.fetch(url)
    except Exception as error:
        raise FatalURLFetchingError(f"A paper may not load {url[:200]!r}.") from error


def _project_file(url: str) -> Any:
    path = (PROJECT_FILES / url.removeprefix(PROJECT_SCHEME)).resolve()
    if not path.is_relative_to(PROJECT_FILES):
        raise ValueError("The file lies outside the project's print files.")
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]})
