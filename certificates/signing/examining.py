"""Telling of a file whether it is a certificate as it was signed here.

Genuine is only what is known by its digest, to the byte. Of any other file the signature tells why it isn't:
changed afterwards, signed by others, or not signed at all. The file is never opened as a PDF: what it unfolds
to, and what it refers to, is nobody's concern here.
"""

import logging
import re
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from itertools import islice

from certificates.models import Certificate
from certificates.signing.faults import SigningKeyError
from certificates.signing.keys import our_fingerprint
from certificates.signing.values import Signature

logger = logging.getLogger(__name__)

MAX_BYTES = 5 * 1024 * 1024
HEAD = b"%PDF-"
# What a signature covers: the bytes from the first to its own value, and those after it.
BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s")
MAX_SIGNATURES = 8


class Verdict(Enum):
    """What a file is found to be; of several signatures the first of these counts."""

    GENUINE = "与登记的电子证书完全一致"
    UNREGISTERED = "文件带有本平台的签名，但登记中没有与它完全相同的电子证书"
    CHANGED = "文件在签名之后被改动过"
    UNREADABLE = "文件中的签名已损坏"
    FOREIGN = "文件不是由本平台签名的，或签名被换过"
    UNSURE = "签名暂时无法核对"
    UNSIGNED = "文件没有电子签名"
    NOT_PDF = "这不是 PDF 文件"

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE.get(self, "请向持证人索取从本平台下载的原文件，或到证书查询页核对。")


ADVICE = {
    Verdict.UNREGISTERED: "请联系颁发证书的考试站或管理站核实。",
    Verdict.UNSURE: "请稍后再试，或到证书查询页核对。",
    Verdict.UNSIGNED: "它可能是打印或扫描后另存的，请向持证人索取从本平台下载的原文件，或到证书查询页核对。",
    Verdict.NOT_PDF: "请选择从本平台下载的电子证书。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, and of a genuine file its certificate, whatever became of it."""

    verdict: Verdict
    certificate: Certificate | None = None

    @property
    def is_genuine(self) -> bool:
        """Tell whether the file is a certificate as it was signed here."""
        return self.certificate is not None


def examine(content: bytes) -> Finding:
    """Tell what a file is."""
    digest = sha256(content).hexdigest()
    known = Certificate.objects.select_related("replaced_by").filter(file_digest=digest).first()
    return Finding(Verdict.GENUINE, known) if known else Finding(signature_verdict(content))


def signature_verdict(content: bytes) -> Verdict:
    """Tell what a file's signatures say of it; at best that it is `UNREGISTERED`."""
    if not content.startswith(HEAD):
        return Verdict.NOT_PDF
    ranges = islice(BYTE_RANGE.finditer(content), MAX_SIGNATURES)
    places = [(int(match[1]), int(match[2])) for match in ranges]
    if not places:
        return Verdict.UNSIGNED
    try:
        ours = our_fingerprint()
    except SigningKeyError:
        logger.exception("The certificate that signs here can't be read.")
        return Verdict.UNSURE
    found = {_verdict(content, *place, ours=ours) for place in places}
    return next(verdict for verdict in Verdict if verdict in found)


def _verdict(content: bytes, before: int, after: int, *, ours: str) -> Verdict:
    """Tell what one signature says, whose value lies between the bytes `before` and `after`."""
    try:
        signature = Signature.read(content[before:after])
    except Exception:  # noqa: BLE001  whatever a hostile file makes of the parser, nobody can read it
        return Verdict.UNREADABLE
    if signature.fingerprint != ours:
        return Verdict.FOREIGN
    # All that lies around the value, however little the signature says that it covers.
    digest = sha256(content[:before])
    digest.update(memoryview(content)[after:])
    return Verdict.UNREGISTERED if signature.is_of(digest.digest()) else Verdict.CHANGED
