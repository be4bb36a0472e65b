"""Papers that were uploaded as PDF, and what lies on the disk."""

from datetime import datetime
from pathlib import Path

from accounts.models import User
from ostami.clock import SHANGHAI
from question_bank.models import Paper
from question_bank.paper_kinds import PaperKind
from question_bank.services.paper_uploads import paper_from_pdf
from scope_catalog.levels import Level
from scope_catalog.models import Trade

AT = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)


def uploaded(actor: User, trade: Trade, paper: bytes, answers: bytes | None = None) -> Paper:
    """Make a draft of uploaded files."""
    return paper_from_pdf(
        actor=actor,
        trade=trade,
        level=Level.FOUR,
        kind=PaperKind.THEORY,
        minutes=90,
        paper=paper,
        answers=answers,
        at=AT,
    )


def files_below(place: str) -> list[Path]:
    """List the files of a directory, which may be absent."""
    return [path for path in Path(place).rglob("*") if path.is_file()]
