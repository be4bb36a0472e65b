"""The uniform theory paper (统一制式的试卷, guide 4.5.1-6) and its key as PDF."""

from documents.pdf import render_html_pdf
from documents.printed import Pdf
from documents.watermarks import watermark_url
from question_bank.papers.keys import key_sections
from question_bank.papers.laid_out import LaidOut
from question_bank.papers.typesetting import set_sections
from question_bank.sheets.scoring import PaperFacts
from question_bank.task_content import plain_points

LONG_SUBJECT = 22  # characters; a longer one is set smaller


def paper_pdf(facts: PaperFacts, laid: LaidOut, *, version: str, mark: str | None, footer: str) -> Pdf:
    """Print a version of a paper for candidates to write on.

    Args:
        facts: its head.
        laid: the version's questions; their answers aren't printed.
        version: the version's letter.
        mark: stands across every page.
        footer: stands at every page's foot, below the page number.
    """
    words = {
        "title": f"理论知识试卷（{version}卷）",
        "name": f"{facts.name}　{version}卷",
        "sections": set_sections(laid),
    }
    return _printed("paper", facts, laid, {**words, "mark": mark or "", "footer": footer})


def answers_pdf(facts: PaperFacts, laid: LaidOut, *, version: str, mark: str | None, footer: str) -> Pdf:
    """Print a version's answers and notes on marking; the arguments are those of `paper_pdf`."""
    words = {
        "title": f"理论知识试卷（{version}卷）答案与评分说明",
        "name": f"{facts.name}　{version}卷答案　·　内部资料",
        "version": version,
        "sections": key_sections(laid),
    }
    return _printed("answers", facts, laid, {**words, "mark": mark or "", "footer": footer})


def _printed(template: str, facts: PaperFacts, laid: LaidOut, words: dict[str, object]) -> Pdf:
    subject = f"{facts.trade}　{facts.level}"
    context = {
        "paper": facts.name,
        "body_name": facts.body_name,
        "subject": subject,
        "long_subject": len(subject) > LONG_SUBJECT,
        "minutes": laid.minutes,
        "count": sum(len(section.questions) for section in laid.sections),
        "total": plain_points(laid.total),
        "mark_url": watermark_url(str(words["mark"])) if words["mark"] else "",
        **words,
    }
    return render_html_pdf(f"question_bank/print/{template}.html", context)
