"""Codes that a phone reads off a paper."""

import segno


def code_url(address: str) -> str:
    """Return the QR code that leads to `address`, as a data: URL."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=2, dark="#16384d"))
