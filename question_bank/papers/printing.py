"""The parts of a paper as PDF: what is sealed, and what its owner looks at before."""

from collections.abc import Iterator

from documents.overlays import overlaid
from documents.pdf import render_pdf
from documents.printed import Pdf
from documents.sheets import FormSheet
from documents.watermarks import practice_mark
from question_bank.models import Paper, PaperFile
from question_bank.paper_kinds import VERSIONS, PaperKind, PaperPart, PaperSource
from question_bank.papers.facts import facts_of, versions_of
from question_bank.papers.laid_out import laid_out
from question_bank.papers.theory import answers_pdf, paper_pdf
from question_bank.sheets.practical import exam_sheet
from question_bank.sheets.scoring import SectionPoints, practical_scoring, theory_scoring
from question_bank.sheets.task import paper_of


def parts_of(paper: Paper) -> tuple[PaperPart, ...]:
    """Return the parts that a paper has, by its source and versions."""
    match paper.source:
        case PaperSource.TASK:
            return (PaperPart.PAPER_A, PaperPart.SCORING)
        case PaperSource.UPLOADED:
            held = {file.part for file in paper.files.all()}
            uploaded = (part for part in (PaperPart.PAPER_A, PaperPart.ANSWERS_A) if part in held)
            return (*uploaded, PaperPart.SCORING)
    papers, answers = zip(*(VERSIONS[version] for version in versions_of(paper)), strict=True)
    return (*papers, *answers, PaperPart.SCORING)


def printed_parts(paper: Paper) -> Iterator[tuple[PaperPart, Pdf]]:
    """Yield every part of a paper as it is sealed; on a practice portal all bear its mark."""
    for part in parts_of(paper):
        yield part, printed_part(paper, part, mark=practice_mark(), footer="")


def printed_part(paper: Paper, part: PaperPart, *, mark: str | None, footer: str) -> Pdf:
    """Return one of the parts that `parts_of` names.

    Args:
        paper: one that isn't sealed, so that its words are at hand.
        part: which.
        mark: stands across every page.
        footer: stands at every page's foot, below the page number.
    """
    if part == PaperPart.SCORING:
        return render_pdf(_scoring(paper, mark, footer))
    match paper.source:
        case PaperSource.TASK:
            return render_pdf(_task(paper, mark, footer))
        case PaperSource.UPLOADED:
            return _uploaded(paper.files.get(part=part), mark, footer)
    version = next(letter for letter, parts in VERSIONS.items() if part in parts)
    write = paper_pdf if part == VERSIONS[version][0] else answers_pdf
    return write(facts_of(paper), laid_out(paper, version), version=version, mark=mark, footer=footer)


def _task(paper: Paper, mark: str | None, footer: str) -> FormSheet:
    if paper.task is None:
        raise ValueError("A paper of this source has a task.")
    return exam_sheet(facts_of(paper), paper_of(paper.task), watermark=mark, footer=footer)


def _scoring(paper: Paper, mark: str | None, footer: str) -> FormSheet:
    facts = facts_of(paper)
    if paper.kind == PaperKind.PRACTICAL:
        rows = paper.task.content.scoring if paper.task else ()
        return practical_scoring(facts, rows, watermark=mark, footer=footer)
    sections = laid_out(paper, "A").sections if paper.is_of_questions else ()
    points = [SectionPoints(str(one.kind.label), len(one.questions), one.total) for one in sections]
    return theory_scoring(facts, points, watermark=mark, footer=footer)


def _uploaded(file: PaperFile, mark: str | None, footer: str) -> Pdf:
    with file.file.open() as opened:
        content = opened.read()
    lines = [line for line in (mark, footer) if line]
    if lines:
        content = overlaid(content, lines=lines)
    return Pdf(content, (), file.pages)
