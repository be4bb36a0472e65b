"""Attachments that people upload: pictures encoded anew, and PDF files without anything that acts."""

from dataclasses import dataclass
from enum import Flag, auto
from pathlib import PurePath

from documents.cells import PICTURE_SIGNATURES
from documents.pdf_files import START as PDF_START
from documents.pdf_files import check_pdf
from documents.pictures import clean_picture
from documents.upload_limits import clean_file_name, file_refusal, size_problem
from ostami.downloads import PDF
from ostami.problems import refuse_if

OFFICE_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
OFFICE_ENDINGS = (".doc", ".docx", ".wps", ".rtf", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".ofd")


class AttachmentKinds(Flag):
    """Which files a place takes; members combine with ``|``."""

    PICTURE = auto()
    PDF = auto()
    PICTURE_OR_PDF = PICTURE | PDF

    @property
    def words(self) -> str:
        """The kinds as a person reads them."""
        names = {AttachmentKinds.PICTURE: "JPEG、PNG 图片", AttachmentKinds.PDF: "PDF 文件"}
        return "或 ".join(name for kind, name in names.items() if kind in self)

    @property
    def accept(self) -> str:
        """The media types for a file field's ``accept``."""
        types = {AttachmentKinds.PICTURE: "image/jpeg,image/png", AttachmentKinds.PDF: PDF}
        return ",".join(names for kind, names in types.items() if kind in self)


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that may be stored: its bytes, its media type, its ending, and its name as text."""

    content: bytes
    content_type: str
    suffix: str
    name: str

    @property
    def true_name(self) -> str:
        """The name with the ending of what the file is: a picture called ``a.html`` is no page."""
        name = PurePath(self.name)
        right = {".jpg", ".jpeg"} if self.suffix == ".jpg" else {self.suffix}
        return self.name if name.suffix.lower() in right else f"{name.stem}{self.suffix}"


def clean_attachment(content: bytes, name: str, *, kinds: AttachmentKinds, max_bytes: int) -> CleanFile:
    """Return the file to store for what was sent: a picture encoded anew, a PDF as it is.

    What a file is, its bytes say; its name is kept for people to read.

    Args:
        content: the file as it was sent.
        name: its name as it was sent.
        kinds: what may be sent.
        max_bytes: how large it may be; pictures shrink when they are encoded.

    Raises:
        BlockedError: with one sentence why the file won't do, at the field ``file``.
    """
    problem = size_problem(len(content), max_bytes=max_bytes, noun="文件")
    refuse_if([problem] if problem else [])
    if content.startswith(PDF_START):
        if AttachmentKinds.PDF not in kinds:
            raise file_refusal("这里不收 PDF 文件", f"请上传 {kinds.words}")
        check_pdf(content)
        return CleanFile(content, PDF, ".pdf", clean_file_name(name))
    _refuse_office(content, name)
    if AttachmentKinds.PICTURE not in kinds or not content.startswith(tuple(PICTURE_SIGNATURES)):
        raise file_refusal(f"文件不是 {kinds.words}，或已损坏", "请重新选择；其他格式（如 HEIC）请先转换")
    picture = clean_picture(content, max_bytes=max_bytes)
    return CleanFile(picture.content, picture.content_type, picture.suffix, clean_file_name(name))


def _refuse_office(content: bytes, name: str) -> None:
    if content.startswith(OFFICE_STARTS) or name.lower().endswith(OFFICE_ENDINGS):
        raise file_refusal("不能上传 Word、Excel、WPS 等可编辑的文件", "请另存为 PDF 后上传")
