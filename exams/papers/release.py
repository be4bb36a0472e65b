"""What keeps a paper from being signed for, and from being downloaded; all reasons at once."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from exams.papers.keepers import is_keeper
from exams.papers.signing import RELEASING, receipt_of
from exams.papers.windows import CLAUSE, outside, part_window, signing_window
from ostami.problems import Problem
from question_bank.models import PaperStatus, PaperUse
from question_bank.papers.using import fits, other_day

CHOOSE_ANOTHER = "请为该工种、等级另选试卷"


def release_problems(use: PaperUse, user: User, at: datetime) -> Iterator[Problem]:
    """Yield why a person can't sign for a paper at the instant `at` (guide 4.5.1-6)."""
    yield from _held_back(use, user, at)
    yield from outside(signing_window(use.item.batch.exam_date), at, act="签收")


def download_problems(use: PaperUse, user: User, at: datetime, *, part: str) -> Iterator[Problem]:
    """Yield why a person can't download a part at the instant `at`; who downloads has signed before."""
    yield from _held_back(use, user, at)
    if use.ended_at is None and receipt_of(use, user) is None:
        yield _unsigned(use, user)
    yield from outside(part_window(part, use.item.batch.exam_date), at, act="下载")


def _held_back(use: PaperUse, user: User, at: datetime) -> Iterator[Problem]:
    yield from not_named(use, user)
    yield from _batch_holds_back(use.item.batch, at)
    yield from paper_unfit(use)


def not_named(use: PaperUse, user: User) -> Iterator[Problem]:
    """Yield that a person isn't one whom the station named."""
    if not user.has_right(Perm.PAPER_SIGN) or not is_keeper(user, use.item.batch.station):
        yield Problem(
            "您不是考试站指定的试卷签收人，不能签收、下载试卷", CLAUSE, "请由签收人办理，或由考试站指定您签收"
        )


def _batch_holds_back(batch: Batch, at: datetime) -> Iterator[Problem]:
    if batch.status in RELEASING:
        return
    if batch.has_lapsed(at):
        yield Problem(f"{batch}没有按期提交花名册，已失效，试卷不开放", "4.5.1-2", "请另行申请批次")
    elif batch.status == BatchStatus.APPROVED:
        yield Problem(f"{batch}还没有提交花名册，试卷不开放", "4.5.1-2", "请先提交花名册")
    else:
        yield Problem(f"{batch}当前状态为“{batch.get_status_display()}”，试卷不开放", CLAUSE)


def paper_unfit(use: PaperUse) -> Iterator[Problem]:
    """Yield why the paper can't be given out: withdrawn, not sealed, of another trade, or empty."""
    paper = use.paper
    if use.ended_at is not None:
        yield Problem(f"{paper}已被更换，不再用于本次考试", remedy="请返回批次页面，办理更换后的试卷")
    if paper.status == PaperStatus.WITHDRAWN:
        yield Problem(f"{paper}已撤回", remedy=CHOOSE_ANOTHER)
    elif paper.status != PaperStatus.SEALED:
        yield Problem(f"{paper}还没有封存", remedy="请先由命题机构复核并封存")
    elif not paper.parts.exists():
        yield Problem(f"{paper}没有可以下载的文件", remedy=CHOOSE_ANOTHER)
    # By a change of date: then it isn't secret any more.
    day = other_day(paper, use.item.batch)
    if day and day < use.item.batch.exam_date:
        yield Problem(f"{paper}还用于 {day} 的考试，先于本次考试", remedy=CHOOSE_ANOTHER)
    if not fits(paper, use.item, use.kind):
        yield Problem(f"{paper}与批次工种“{use.item}”的工种、等级不符", remedy=CHOOSE_ANOTHER)


def _unsigned(use: PaperUse, user: User) -> Problem:
    earlier = use.receipts.filter(signed_by=user).order_by("-pk").first()
    if earlier is None:
        return Problem("您还没有签收这份试卷", CLAUSE, "请先输入密码签收，再下载")
    new = use.item.batch.exam_date
    words = f"考试日期在您签收后由 {earlier.exam_date} 调整为 {new}，原签收不再有效"
    return Problem(words, CLAUSE, "请重新签收")
