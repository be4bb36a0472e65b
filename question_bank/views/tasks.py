"""The list of practical tasks, a task's page, and the pages on which it is moved."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from documents.list_columns import ListColumn
from ostami import clock
from question_bank.forms.tasks import TaskFilter
from question_bank.looks import record_task_look
from question_bank.models import ItemStatus, PracticalTask
from question_bank.papers.kept_secret import task_is_secret
from question_bank.services.tasks import change_problems
from question_bank.task_listing import FIRST_SORT, columns_for, listed_tasks
from question_bank.views.bank_list import BankList
from workflow.views import TransitionView


class TaskList(BankList):
    """Practical tasks in scope."""

    model = PracticalTask
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/tasks.html"
    filter_class = TaskFilter
    first_sort = FIRST_SORT

    @cached_property
    def columns(self) -> Sequence[ListColumn[PracticalTask]]:
        """The columns that the person sees."""
        return columns_for(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the tasks that the valid filters leave, in the order asked for."""
        return listed_tasks(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)


class TaskPage(ScopedDetailView):
    """One task: what was read from its document, its files, its history."""

    model = PracticalTask
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/task.html"
    context_object_name = "task"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related("trade__occupation", "owner", "written_by__staff_member")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words, which is recorded as a look."""
        task = self.object
        secret = task_is_secret(task, clock.now())
        if not secret:
            record_task_look(task, actor=self.actor)
        edits = self.actor.has_right(Perm.QUESTION_EDIT)
        own = edits and task.owner_id == self.actor.organisation_id
        return super().get_context_data(
            content=None if secret else task.content,
            secret=secret,
            drawings=task.pictures.count(),
            may_replace=edits and not list(change_problems(task, self.actor)),
            may_supersede=own and task.status == ItemStatus.ACTIVE,
            **kwargs,
        )


class TaskTransition(TransitionView):
    """Move a task along."""

    model = PracticalTask
    permission = Perm.QUESTION_VIEW
