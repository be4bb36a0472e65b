"""The list of practical tasks, a task's page, and the pages on which it is moved."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from ostami import clock
from question_bank.forms.tasks import TaskFilter
from question_bank.looks import record_task_look
from question_bank.models import ItemStatus, PracticalTask
from question_bank.papers.kept_secret import task_is_secret
from question_bank.services.tasks import change_problems
from question_bank.task_listing import FIRST_SORT, columns_for, listed_tasks
from workflow.views import TransitionView


class TaskList(FilteredListView):
    """Practical tasks in scope; filters and order are kept in the address."""

    model = PracticalTask
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/tasks.html"

    @cached_property
    def filter_form(self) -> TaskFilter:
        """What is asked for."""
        return TaskFilter(self.request.GET, actor=self.actor)

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> QuerySet[PracticalTask]:
        """Return the tasks that the valid filters leave, in the order asked for."""
        sort = self.request.GET.get("sort", "")
        return listed_tasks(actor=self.actor, asked=self.filter_form.asked(), sort=sort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows."""
        columns, today = columns_for(self.actor), clock.today()
        sort = self.request.GET.get("sort") or FIRST_SORT
        context = super().get_context_data(
            heads=[column.head(sort) for column in columns],
            may_edit=self.actor.has_right(Perm.QUESTION_EDIT),
            **kwargs,
        )
        context["filtered"] = bool(self.filter_form.asked())
        context["rows"] = [
            (task, [column.cell(task, today) for column in columns]) for task in context["object_list"]
        ]
        return context


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
