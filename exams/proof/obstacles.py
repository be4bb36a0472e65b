"""What speaks against evidence beside what is there already."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from batches.models import Batch, BatchItem
from exams.models import EvidenceKind, ExamEvidence
from exams.proof.cleaning import CleanEvidence
from exams.proof.rules import CLAUSE, MOST_FILES, day_problems
from ostami.clock import day_of
from ostami.problems import Problem


def obstacles(
    item: BatchItem, kind: EvidenceKind, clean: list[CleanEvidence], batch: Batch, at: datetime
) -> Iterator[Problem]:
    """Yield what speaks against files beside what is there, and against days if the exam was moved."""
    yield from number_obstacles(item, kind, len(clean))
    yield from same_obstacles(item, [(one.digest, one.file.name) for one in clean], kind)
    for one in clean:
        if one.taken_on and one.source:
            yield from day_problems(one.taken_on, one.source, exam_date=batch.exam_date, today=day_of(at))


def number_obstacles(item: BatchItem, kind: EvidenceKind, sent: int) -> Iterator[Problem]:
    """Yield that files are too many beside those of their kind that are there."""
    number = ExamEvidence.objects.filter(item=item, kind=kind).count()
    if number + sent > MOST_FILES:
        yield Problem(
            f"{kind.label}最多 {MOST_FILES} 份，现有 {number} 份，又选了 {sent} 份",
            remedy="请少选几份，或合并为 PDF，或先删除不需要的",
            field="file",
        )


def same_obstacles(
    item: BatchItem, sent: Iterable[tuple[str, str]], kind: EvidenceKind, *, field: str = "file"
) -> Iterator[Problem]:
    """Yield which files, each a digest and a name, are there already or were sent twice."""
    there = ExamEvidence.objects.filter(item=item).exclude(digest="")
    seen = {row.digest: f"{row.get_kind_display()}“{row.name}”" for row in there}
    for digest, name in sent:
        if digest in seen:
            yield Problem(f"“{name}”与已有的{seen[digest]}是同一个文件", CLAUSE, "请不要重复上传", field)
        seen[digest] = f"{kind.label}“{name}”"


def link_obstacles(item: BatchItem, link: str) -> Iterator[Problem]:
    """Yield what speaks against the address of a film."""
    if not link.startswith("https://"):
        yield Problem(
            "视频地址不是以 https:// 开头", remedy="请填写可以在浏览器中打开的 https 地址", field="link"
        )
    if ExamEvidence.objects.filter(item=item, link=link).exists():
        yield Problem("该视频地址已经登记", remedy="请不要重复登记", field="link")
