"""Taking a practical task's document in, and another one in its place."""

from typing import Any

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from question_bank.forms.tasks import DocumentForm, TaskForm
from question_bank.models import PracticalTask
from question_bank.services.tasks import add_task, change_problems, replace_task

DONE = "文档已读入。请核对读到的内容和评分表，再提交复核。"


class TaskNew(PortalFormView):
    """Upload a new task; the address may name its trade and level."""

    permission = Perm.QUESTION_EDIT
    template_name = "question_bank/task_form.html"
    form_class = TaskForm
    heading, submit_label, done = "上传实操试题", "上传并读取", DONE

    def get_initial(self) -> dict[str, Any]:
        """Choose what the address names."""
        return {name: self.request.GET.get(name, "") for name in ("trade", "level")}

    def act(self, form: TaskForm) -> str:
        """Store the task and show what was read."""
        task = add_task(actor=self.actor, at=arrived_at(self.request), **form.facts())
        return task.get_absolute_url()


class TaskReplace(ScopedFormView):
    """Put another document in place of an open task's."""

    model = PracticalTask
    permission = Perm.QUESTION_EDIT
    template_name = "question_bank/task_form.html"
    form_class = DocumentForm
    heading, submit_label, done = "更换文档", "上传并读取", DONE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say beforehand why the document can't be changed."""
        return super().get_context_data(blocked=list(change_problems(self.object, self.actor)), **kwargs)

    def act(self, form: DocumentForm) -> str:
        """Store the document and show what was read."""
        row = replace_task(task=self.object, actor=self.actor, at=arrived_at(self.request), **form.facts())
        return row.get_absolute_url()
