"""What a page's first view weighs on the wire, counted as the portal's server packs it."""

import gzip
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from lxml import html as markup

from tests.browser.pages import Seen

# What a first view may weigh on the wire, and how many requests it may take.
WEIGHT, REQUESTS = 60 * 1024, 8
LOADED = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img[not(@loading='lazy')]/@src"


@cache
def _packed(address: str) -> int:
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    return len(gzip.compress(Path(found).read_bytes(), mtime=0))


def first_view(page: Seen) -> tuple[int, int]:
    """Return bytes and requests of page, style, scripts and pictures; people's own pictures weigh nothing."""
    loaded = {str(address) for address in markup.fromstring(page.html).xpath(LOADED)}
    own = [address for address in loaded if address.startswith("/static/")]
    words = len(gzip.compress(page.html.encode(), mtime=0))
    return words + sum(_packed(address) for address in own), 1 + len(loaded)
