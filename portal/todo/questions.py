"""What waits for a person in the question bank: to be checked, or to be mended."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from portal.todo.items import Todo
from question_bank.listing import waiting_for
from question_bank.models import PracticalTask, Question
from question_bank.narrowing import TO_MEND, WAITING, to_mend
from question_bank.task_listing import waiting_tasks


def questions_todo(user: User) -> Iterator[Todo]:
    """Yield what others wrote and this person may check, and what of the own was sent back."""
    questions, tasks = reverse("question_bank:questions"), reverse("question_bank:tasks")
    yield from _todo("复核试题", waiting_for(user).count(), f"{questions}?status={WAITING}")
    yield from _todo("复核实操试题", waiting_tasks(user).count(), f"{tasks}?status={WAITING}")
    for label, rows, listing in (
        ("修改被退回的试题", Question.objects.visible_to(user), questions),
        ("修改被退回的实操试题", PracticalTask.objects.visible_to(user), tasks),
    ):
        sent_back = to_mend(rows, user).count()
        yield from _todo(label, sent_back, f"{listing}?status={TO_MEND}", returned=True)


def _todo(label: str, count: int, address: str, *, returned: bool = False) -> Iterator[Todo]:
    if count:
        yield Todo(label, count, address, returned=returned)
