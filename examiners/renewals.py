"""Which appointments can be renewed on a day, until when, and why others can't."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models

from examiners.models import (
    Examiner,
    ExaminerApplication,
    ExaminerApplicationStatus,
    ExaminerState,
)
from examiners.services.terms import renewed_term

MOST = 500  # in one go: each is a transaction of its own, and a person waits for the page


class Verdict(models.TextChoices):
    """What becomes of one renewal."""

    READY = "ready", "可续期"
    RENEWED = "renewed", "已续期"
    TOO_EARLY = "too_early", "未到续期时间"
    SUSPENDED = "suspended", "暂停中"
    ENDED = "ended", "已终止"
    APPOINTED_ANEW = "appointed_anew", "已重新任职"


COLOURS = {
    Verdict.READY: "primary",
    Verdict.RENEWED: "success",
    Verdict.TOO_EARLY: "secondary",
    Verdict.SUSPENDED: "danger",
    Verdict.ENDED: "dark",
    Verdict.APPOINTED_ANEW: "dark",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one examiner's renewal; `term` is the new first and last day, where there is one."""

    examiner: Examiner
    verdict: Verdict
    term: tuple[date, date] | None = None

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return COLOURS[self.verdict]

    @property
    def remedy(self) -> str:
        """What to do about it, if anything."""
        return {
            Verdict.TOO_EARLY: f"到期前 {settings.EXAMINER_RENEWAL_DAYS} 天起可以续期",
            Verdict.SUSPENDED: "请先恢复资格",
            Verdict.ENDED: "须重新申报",
            Verdict.APPOINTED_ANEW: "本人已另行任职，请在其现任登记上办理",
        }.get(self.verdict, "")

    @property
    def is_ready(self) -> bool:
        """Tell whether it would be, or can be, renewed."""
        return self.verdict is Verdict.READY

    @property
    def is_renewed(self) -> bool:
        """Tell whether it was renewed."""
        return self.verdict is Verdict.RENEWED


def weigh(examiners: Iterable[Examiner], *, on: date) -> list[Outcome]:
    """Return for each examiner (suspensions at hand) whether a renewal on the day `on` goes through."""
    return [weigh_one(examiner, on=on) for examiner in examiners]


def weigh_one(examiner: Examiner, *, on: date) -> Outcome:
    """Return whether one appointment can be renewed: not ended, not suspended, and near its end or lapsed.

    An end or a suspension that lies ahead stands in the way as one that holds already. Who was appointed
    anew since the lapse isn't renewed besides.
    """
    if examiner.ended_on is not None:
        return Outcome(examiner, Verdict.ENDED)
    if any(one.resumed_on is None or on < one.resumed_on for one in examiner.suspensions.all()):
        return Outcome(examiner, Verdict.SUSPENDED)
    early = (examiner.valid_to - on).days > settings.EXAMINER_RENEWAL_DAYS
    if early or examiner.state_on(on) is ExaminerState.AHEAD:
        return Outcome(examiner, Verdict.TOO_EARLY)
    if examiner.valid_to < on and _appointed_anew(examiner, on):
        return Outcome(examiner, Verdict.APPOINTED_ANEW)
    return Outcome(examiner, Verdict.READY, renewed_term(examiner.valid_from, examiner.valid_to, on=on))


def _appointed_anew(examiner: Examiner, on: date) -> bool:
    """Tell whether the person of a lapsed appointment holds another one: nobody is registered twice."""
    approved = ExaminerApplication.objects.filter(status=ExaminerApplicationStatus.APPROVED)
    numbers = approved.filter(examiner=examiner).exclude(document_index="").values("document_index")
    others = approved.filter(document_index__in=numbers).exclude(examiner=examiner).values("examiner")
    return Examiner.objects.filter(pk__in=others, valid_to__gte=on).going_on(on).exists()
