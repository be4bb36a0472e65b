"""What every form on an application that is being filled in is made from."""

from typing import Any

from django import forms

from accounts.models import User
from examiners.models import ExaminerApplication


class DraftForm(forms.Form):
    """A form on an open application."""

    def __init__(self, *args: Any, actor: User, application: ExaminerApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.application = actor, application
