"""Sealing a paper: its parts are printed once, locked with a key of its own, and its drafts deleted.

All of it happens under the paper's row lock. Printing takes a second or two by then, and nobody else needs
this row meanwhile; printed before, the paper could be returned and changed in between.
"""

from collections.abc import Iterator

from documents.booklets import booklet
from documents.file_rows import StoredFiles, stored_together
from documents.overlays import overlaid
from documents.printed import PaperError, Pdf
from ostami.problems import BlockedError, Problem, refuse_if
from question_bank.models import Paper, SealedPart
from question_bank.paper_kinds import PaperPart, PaperSource
from question_bank.papers.printing import printed_parts
from question_bank.papers.vault import destroy_key, file_stem, lock_part, make_key, open_part
from question_bank.services.papers import mark_used
from workflow.lifecycle import Step

TRIED = ("试印",)


def seal_parts(step: Step[Paper]) -> None:
    """Print and lock every part of a checked paper.

    Raises:
        BlockedError: a part can't be printed whole, or doesn't open again.
    """
    paper = step.case
    parts = _printed(paper)
    refuse_if(problem for part, pdf in parts.items() for problem in _glyph_problems(part, pdf))
    make_key(paper)
    try:
        with stored_together() as files:
            for part, pdf in parts.items():
                _keep(files, paper, part, pdf)
    except BaseException:
        destroy_key(paper)
        raise
    for draft in paper.files.all():
        draft.delete_with_file()
    mark_used(paper, step.at)
    paper.sealed_at = step.at


def _printed(paper: Paper) -> dict[PaperPart, Pdf]:
    try:
        parts = dict(printed_parts(paper))
        if paper.source == PaperSource.UPLOADED:
            # Whatever program made the file: what won't do on the day of signing is refused today.
            for pdf in parts.values():
                booklet(overlaid(pdf.content, lines=TRIED))
    except PaperError as error:
        problem = Problem("试卷中有不能打印的图片或页面", "4.5.1-10", "请退回后更换图片，或重新导出 PDF 上传")
        raise BlockedError([problem]) from error
    return parts


def _glyph_problems(part: PaperPart, pdf: Pdf) -> Iterator[Problem]:
    """Name the characters that would print as boxes: a sealed paper can't be mended."""
    if pdf.missing_glyphs:
        signs = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in pdf.missing_glyphs)
        yield Problem(
            f"{part.label}中有字库缺少的字：{signs}", remedy="请退回后改用其他字，或请运维人员安装字体"
        )


def _keep(files: StoredFiles, paper: Paper, part: PaperPart, pdf: Pdf) -> None:
    row = SealedPart(paper=paper, part=part, pages=pdf.pages)
    files.store(row, lock_part(paper, part, pdf.content), suffix=".sealed", stem=file_stem(paper, part))
    # Read back before the drafts go: nothing else holds its words from then on.
    if open_part(row) != pdf.content:
        raise BlockedError([Problem("封存后的试卷核对不一致", remedy="请稍后再试；仍不行请联系平台运维人员")])
