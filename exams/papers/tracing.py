"""Whose copy a number was."""

from accounts.models import User
from exams.models import PaperCopy
from exams.papers.keepers import login_words
from ostami.clock import SHANGHAI

COPY_JOINED = (
    "use__paper",
    "person__staff_member",
    "use__item__plan_item__trade__occupation",
    "use__item__batch__station__organisation",
)


def traced(number: str, user: User | None = None) -> PaperCopy | None:
    """Return the copy of a number as `numbers.read_number` gives it, or None.

    Args:
        number: digits alone.
        user: who asks; what lies outside their scope is as if it weren't. None for whoever runs the portal.
    """
    copies = PaperCopy.objects.all() if user is None else PaperCopy.objects.visible_to(user)
    return copies.filter(number=number).select_related(*COPY_JOINED).first()


def facts_of(copy: PaperCopy) -> list[tuple[str, str]]:
    """Return what is known of a copy, heading and words; nothing of what the paper asks."""
    batch = copy.use.item.batch
    return [
        ("编号", str(copy)),
        ("考试站", str(batch.station)),
        ("下载人", login_words(copy.person)),
        ("下载时间", f"{copy.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        ("试卷", f"{copy.use.paper}，{copy.get_part_display()}，{copy.get_size_display()}"),
        ("批次", f"{batch}，{batch.exam_date} 考试，{copy.use.item}"),
    ]
