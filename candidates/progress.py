"""A candidate's way from enrolment to certificate, as stages that every floor adds its own to.

An app above registers the stages that it knows, from its `AppConfig.ready`:

    register_stages(result_stages)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from batches.models import BatchStatus
from candidates.models import Enrolment, EnrolmentStatus


class StageState(StrEnum):
    """How far a stage is."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return {"done": "已完成", "current": "进行中", "ahead": "未开始", "stopped": "已终止"}[self.value]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its words, its state, what is known of it, and where more stands.

    Attributes:
        link: what the way to `address` is called; without it the words themselves lead there.
    """

    label: str
    state: StageState
    words: str = ""
    address: str = ""
    link: str = ""


StageMaker = Callable[[Sequence[Enrolment], datetime], Mapping[int, Stage]]
_makers: list[StageMaker] = []


def register_stages(*makers: StageMaker) -> None:
    """Add stages behind those there: each maker returns one by the key of every enrolment asked for."""
    _makers.extend(maker for maker in makers if maker not in _makers)


def progress_of(enrolments: Iterable[Enrolment], *, at: datetime) -> dict[int, list[Stage]]:
    """Return the stages of each enrolment at the instant `at`, in a number of queries that doesn't grow."""
    asked = list(enrolments)
    found: defaultdict[int, list[Stage]] = defaultdict(list)
    for maker in (enrolment_stages, review_stages, *_makers):
        for key, stage in maker(asked, at).items():
            found[key].append(stage)
    return found


def may_sit(enrolment: Enrolment, at: datetime) -> bool:
    """Tell whether the person sits the exam as things stand, or may still come to."""
    if enrolment.batch.status == BatchStatus.CANCELLED:
        return False
    if enrolment.status in {EnrolmentStatus.ACCEPTED, EnrolmentStatus.REJECTED}:
        return enrolment.status == EnrolmentStatus.ACCEPTED
    return at < enrolment.batch.enrolment_closes_at


def enrolment_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return how far each enrolment itself is."""
    return {one.pk: _enrolment_stage(one, at) for one in enrolments}


def _enrolment_stage(enrolment: Enrolment, at: datetime) -> Stage:
    match enrolment.status:
        case EnrolmentStatus.DRAFT | EnrolmentStatus.RETURNED:
            words = "退回后须补正并重新提交" if enrolment.status == EnrolmentStatus.RETURNED else "还没有提交"
        case EnrolmentStatus.SUBMITTED:
            words = "已提交，还要上传盖章申报表"
        case _:
            return Stage("报名", StageState.DONE, f"报名序号 {enrolment.sequence}")
    if not may_sit(enrolment, at):
        cancelled = enrolment.batch.status == BatchStatus.CANCELLED
        return Stage("报名", StageState.STOPPED, "批次已取消" if cancelled else "没有在截止前办完")
    return Stage("报名", StageState.CURRENT, words, enrolment.get_absolute_url())


def review_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return what the station said of each enrolment."""
    return {one.pk: _review_stage(one, at) for one in enrolments}


def _review_stage(enrolment: Enrolment, at: datetime) -> Stage:
    match enrolment.status:
        case EnrolmentStatus.ACCEPTED:
            return Stage("审核", StageState.DONE, "审核通过，已列入花名册")
        case EnrolmentStatus.REJECTED:
            return Stage("审核", StageState.STOPPED, "未通过，原因见报名页", enrolment.get_absolute_url())
        case _ if not may_sit(enrolment, at):
            return Stage("审核", StageState.STOPPED)
        case EnrolmentStatus.STAMPED:
            return Stage("审核", StageState.CURRENT, "考试站正在审核")
        case _:
            return Stage("审核", StageState.AHEAD)
