"""A way through a case, step by step: what whoever fills it in has done, can do, and can't do yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


class TaskState(models.TextChoices):
    """How far a step is."""

    UNTOUCHED = "untouched", "未开始"
    TODO = "todo", "未完成"
    DONE = "done", "已完成"
    BLOCKED = "blocked", "暂不能开始"
    WAITING = "waiting", "办理中"


@dataclass(frozen=True, slots=True)
class Task:
    """One step: its words, its state, the reason or what is missing, and where it is done."""

    label: str
    state: TaskState
    hint: str = ""
    address: str = ""

    @property
    def is_next(self) -> bool:
        """Tell whether it can be done."""
        return self.state in {TaskState.UNTOUCHED, TaskState.TODO} and bool(self.address)


def next_address(tasks: Iterable[Task], default: str) -> str:
    """Return where the first step that can be done is done; `default` if there is none."""
    return next((task.address for task in tasks if task.is_next), default)
