"""Films of boxes alone: what tells an MP4 file, and nothing to see."""


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def film(size: int = 100, *, brand: bytes = b"isom") -> bytes:
    """A file of the right boxes, `size` bytes of them pictures and sound."""
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", b"\0" * 8) + box(b"mdat", b"\x5a" * size)
