"""Which evidence is taken when, and on which day a photograph was taken (guide 4.6-6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from batches.models import Batch
from documents.attachments import AttachmentKinds
from documents.upload_limits import MEGABYTE
from exams.attending.rules import day_open
from exams.models import DATED, DateSource, EvidenceKind
from ostami.problems import Problem, refuse_if

CLAUSE = "4.6-6"
FILM_MAX_BYTES = 50 * MEGABYTE
MOST_FILES = 40  # of one kind a trade: a large class's answer papers, in portions
SHORTEST_SIDE = 480  # pixels; on less nobody recognises a room
# What a tab shows below its name.
HINTS = {
    EvidenceKind.THEORY_ROOM: "考生答题时的考场全景，考评员在场。",
    EvidenceKind.PRACTICAL_ROOM: "考生操作时的场地全景，考评员在场。",
    EvidenceKind.WORKPIECE: "考生完成的工件，能看清工位或编号。",
    EvidenceKind.SIGN_IN: "考生签名、考评员手签后的签到表，扫描或拍照。",
    EvidenceKind.PAPERS: "答卷扫描件，可分几个 PDF；纸质答卷由考试站存档。",
    EvidenceKind.SCORE_SHEET: "考评员签字的评分记录表。",
    EvidenceKind.VIDEO: "考试过程的视频：短的上传 MP4 文件；长的由考试站保存，登记以 https:// 开头的地址。",
    EvidenceKind.OTHER: "其他需要存档的资料。",
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the person who sends photographs says of those that don't tell their day."""

    taken_on: date | None = None
    why: str = ""


NOTHING_SAID = Declaration()


def evidence_open(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Evidence is taken in and out from the exam day on, until the results are handed in."""
    return day_open(batch, at=at, act="上传、删除考试资料")


def takes(kind: EvidenceKind) -> AttachmentKinds:
    """Return which files do for a kind that isn't a film."""
    return AttachmentKinds.PICTURE if kind in DATED else AttachmentKinds.PICTURE_OR_PDF


def capture_date(
    camera: date | None, declared: Declaration, *, exam_date: date, today: date
) -> tuple[date, DateSource]:
    """Return the day of a photograph, and how it is known: the camera's word counts before a person's.

    Args:
        camera: the day that the file tells; None where it tells none.
        declared: what the person says who sends it.
        exam_date: the day on which it has to be taken.
        today: the day on which it is sent.

    Raises:
        BlockedError: the day isn't known, isn't the exam's, or lies ahead; or a declared day has no reason.
    """
    taken, source = (camera, DateSource.CAMERA) if camera else (declared.taken_on, DateSource.DECLARED)
    if taken is None:
        refuse_if([_undated()])
        raise AssertionError  # for the type checker
    refuse_if(day_problems(taken, source, exam_date=exam_date, today=today))
    if source == DateSource.DECLARED and not declared.why:
        refuse_if([_unexplained()])
    return taken, source


def day_problems(taken: date, source: DateSource, *, exam_date: date, today: date) -> Iterator[Problem]:
    """Yield why a photograph of the day `taken` won't do: it is taken on the exam day, and never later."""
    field = "taken_on" if source == DateSource.DECLARED else "file"
    whose = "填写的拍摄日期" if source == DateSource.DECLARED else "照片自带的拍摄日期"
    if taken > today:
        yield Problem(f"{whose} {taken} 晚于今天（{today}）", CLAUSE, "请核对相机时间或所填日期", field)
    elif taken != exam_date:
        yield Problem(
            f"{whose}为 {taken}，不是考试日期 {exam_date}", CLAUSE, "请上传考试当日拍摄的照片原件", field
        )


def _undated() -> Problem:
    return Problem(
        "照片没有拍摄日期",
        CLAUSE,
        "请上传相机或手机拍摄的原件；没有原件的，请填写拍摄日期和原因后重新上传",
        "taken_on",
    )


def _unexplained() -> Problem:
    return Problem(
        "填写了拍摄日期，没有写明照片为什么没有日期", CLAUSE, "请写明原因，如“微信传送后丢失日期”", "why"
    )
