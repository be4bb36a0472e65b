"""What waits for a person in the question bank: to be checked, or to be mended."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from portal.todo.items import Todo
from question_bank.listing import waiting_for
from question_bank.models import ItemStatus, PracticalTask, Question
from question_bank.narrowing import WAITING
from question_bank.task_listing import waiting_tasks

RETURNED = ItemStatus.RETURNED.value


def questions_todo(user: User) -> Iterator[Todo]:
    """Yield what others wrote and this person may check, and what of the own was sent back."""
    questions, tasks = reverse("question_bank:questions"), reverse("question_bank:tasks")
    own = {"written_by": user, "status": RETURNED}
    yield from _todo("复核试题", waiting_for(user).count(), reverse("question_bank:question_review"))
    yield from _todo("复核实操试题", waiting_tasks(user).count(), f"{tasks}?status={WAITING}")
    sent_back = Question.objects.visible_to(user).filter(**own).count()
    yield from _todo("修改被退回的试题", sent_back, f"{questions}?status={RETURNED}")
    sent_back = PracticalTask.objects.visible_to(user).filter(**own).count()
    yield from _todo("修改被退回的实操试题", sent_back, f"{tasks}?status={RETURNED}")


def _todo(label: str, count: int, address: str) -> Iterator[Todo]:
    if count:
        yield Todo(label, count, address)
