"""Where a reviewer goes after a decision, and what the next page says of it."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from candidates.models import Enrolment
from candidates.review.queue import next_waiting


def tell_reviewed(request: HttpRequest, enrolment: Enrolment, *, done: str) -> None:
    """Say what was done to whom, with a link back."""
    back = enrolment.get_absolute_url()
    words = format_html('已{}：{}。<a class="alert-link" href="{}">返回查看</a>', done, enrolment, back)
    messages.success(request, words)


def address_after_review(enrolment: Enrolment, *, before: str) -> str:
    """Return the page of the next one of the batch in the status left, else the batch's roster."""
    following = next_waiting(enrolment, status=before)
    if following is not None:
        return following.get_absolute_url()
    return reverse("candidates:roster", kwargs={"pk": enrolment.batch_id})
