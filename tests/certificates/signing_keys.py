"""Signing keys of the tests: making one costs a while, so each is made once a run."""

from functools import cache
from pathlib import Path

from certificates.signing.practice import practice_pkcs12


@cache
def pkcs12(name: str = "签名人") -> bytes:
    """Return a key with its chain, the same each time for a name."""
    return practice_pkcs12(name)


def key_file(folder: Path, name: str = "签名人") -> Path:
    """Write that key into a folder and return the file."""
    file = folder / f"{name}.p12"
    file.write_bytes(pkcs12(name))
    return file
