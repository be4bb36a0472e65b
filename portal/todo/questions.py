"""What waits for a second person in the question bank."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from portal.todo.items import Todo
from question_bank.listing import waiting_for


def questions_todo(user: User) -> Iterator[Todo]:
    """Yield the theory questions that somebody else wrote and this person may check."""
    if count := waiting_for(user).count():
        yield Todo("复核试题", count, reverse("question_bank:question_review"))
