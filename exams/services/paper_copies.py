"""Handing papers out, each copy with a number of its own (guide 4.5.1-6)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from exams.models import PaperCopy
from exams.papers.copies import marks, printed, sizes_of, take_number
from exams.papers.holding import held_use
from exams.papers.release import download_problems
from ostami.problems import refuse_if
from question_bank.models import PaperUse
from workflow import audit


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A copy with its file."""

    copy: PaperCopy
    content: bytes

    @property
    def file_name(self) -> str:
        """A name that tells of the paper no more than its number."""
        return f"{self.copy.number}.pdf"


def hand_out(*, use: PaperUse, part: str, size: str, actor: User, at: datetime) -> HandedOut:
    """Make a copy of a paper's part with its own number on every page; audited.

    The file is made first, then it is looked once more whether it may go, and recorded: what the records say
    was handed out exists, and nothing is held while pages are printed.

    Args:
        use: the paper of a batch's trade.
        part: which of its parts, of `PaperPart`.
        size: how laid out, of `PaperSize`.
        actor: a named person who signed for it.
        at: the instant at which the request arrived.

    Raises:
        Http404: the use isn't in the actor's scope, or there is no such part in that size.
        BlockedError: the part isn't open to the actor by then, or can't be opened.
    """
    refuse_if(download_problems(use, actor, at, part=part))
    sealed = use.paper.parts.filter(part=part).first()
    if sealed is None or size not in sizes_of(sealed):
        raise Http404
    copy = PaperCopy(number=take_number(at), use=use, part=part, size=size, person=actor, made_at=at)
    content = printed(sealed, size=size, lines=marks(copy))
    _record(copy)
    return HandedOut(copy, content)


@transaction.atomic
def _record(copy: PaperCopy) -> None:
    actor, at = copy.person, copy.made_at
    held = held_use(copy.use, actor)
    refuse_if(download_problems(held, actor, at, part=copy.part))
    copy.save()
    words = f"下载了{held.paper}的{copy.get_part_display()}，{copy.get_size_display()}，编号 {copy}"
    audit.record(held, action="download_paper", sentence=words, actor=actor, at=at)
