"""Files that go with a notice: PDF, Word and Excel files that hold nothing that acts, and pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from accounts.models import User
from documents.attachments import OFFICE_STARTS, AttachmentKinds, CleanFile, clean_attachment
from documents.cells import PICTURE_SIGNATURES
from documents.file_rows import StoredFiles
from documents.import_archive import WORKBOOK, ZIP_START, Bounds, check_workbook_file
from documents.pdf_files import START as PDF_START
from documents.upload_limits import MEGABYTE, clean_file_name, file_refusal, size_problem
from ostami.downloads import DOCX, XLSX
from ostami.problems import BlockedError, Problem, refuse_if
from portal.models import PublicText, TextFile
from question_bank.word.archive import DOCUMENT, document_parts
from question_bank.word.checks import acting_fields
from stations.services.files import FILE_MAX_BYTES, SentFile

MOST_FILES = 10
KINDS = "PDF、Word（.docx）、Excel（.xlsx）文件或 JPEG、PNG 图片"
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
SAVE_AS = "请另存为 PDF、.docx 或 .xlsx 后上传"
BOUNDS = Bounds(FILE_MAX_BYTES, 60 * MEGABYTE, 2_000_000)


def cleaned(files: Iterable[SentFile]) -> list[CleanFile]:
    """Return the files to store, all or none.

    Raises:
        BlockedError: with a sentence for every file that won't do.
    """
    clean: list[CleanFile] = []
    problems: list[Problem] = []
    for file in files:
        try:
            clean.append(_clean(file))
        except BlockedError as blocked:
            name = clean_file_name(file.name)
            problems += [replace(one, text=f"“{name}”：{one.text}") for one in blocked.problems]
    refuse_if(problems)
    return clean


def store_files(
    stored: StoredFiles, text: PublicText, files: Sequence[CleanFile], *, actor: User, at: datetime
) -> list[TextFile]:
    """Store clean files with their rows."""
    rows = [_row(text, file, actor, at) for file in files]
    for row, file in zip(rows, files, strict=True):
        stored.store(row, file.content, suffix=file.suffix)
    return rows


def _row(text: PublicText, file: CleanFile, actor: User, at: datetime) -> TextFile:
    return TextFile(
        text=text,
        name=file.true_name,
        content_type=file.content_type,
        size=len(file.content),
        added_by=actor,
        added_at=at,
    )


def _clean(file: SentFile) -> CleanFile:
    problem = size_problem(len(file.content), max_bytes=FILE_MAX_BYTES, noun="文件")
    refuse_if([problem] if problem else [])
    if file.content.startswith(ZIP_START):
        return _clean_office(file)
    if file.content.startswith(OFFICE_STARTS):
        raise file_refusal(
            "文件是旧版 Word、Excel 格式，或设有打开密码", f"请取消密码，{SAVE_AS.removeprefix('请')}"
        )
    if not file.content.startswith((PDF_START, *PICTURE_SIGNATURES)):
        raise file_refusal(f"文件不是 {KINDS}，或已损坏", SAVE_AS)
    kinds = AttachmentKinds.PICTURE_OR_PDF
    return clean_attachment(file.content, file.name, kinds=kinds, max_bytes=FILE_MAX_BYTES)


def _clean_office(file: SentFile) -> CleanFile:
    """Take a Word or Excel file as it is, once it is known to hold nothing that acts."""
    names = _names_in(file.content)
    if DOCUMENT in names:
        refuse_if(acting_fields(document_parts(file.content)))
        return CleanFile(file.content, DOCX, ".docx", clean_file_name(file.name))
    if WORKBOOK in names:
        check_workbook_file(file.content, bounds=BOUNDS)
        return CleanFile(file.content, XLSX, ".xlsx", clean_file_name(file.name))
    raise file_refusal(f"文件不是 {KINDS}", SAVE_AS)


def _names_in(content: bytes) -> frozenset[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (BadZipFile, OSError, ValueError):
        raise file_refusal("文件已损坏，无法打开", SAVE_AS) from None
