"""The mails that wait or that no mail server took, for staff to send again."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import outbox
from accounts.models import OutgoingMail
from accounts.rights import Perm
from accounts.views.base import ScopedListView, ScopedObjectView
from ostami import clock


class MailList(ScopedListView):
    """Mails that haven't gone out: first those that were given up, then those that are tried again."""

    model = OutgoingMail
    permission = Perm.MAILS
    template_name = "accounts/mails.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return what hasn't gone out."""
        return super().get_queryset().filter(sent_at=None).order_by("next_try_at", "-pk")


class MailTryAgain(ScopedObjectView):
    """Let a mail that was given up be tried from the beginning."""

    model = OutgoingMail
    permission = Perm.MAILS
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet[Any]:
        """Return what was given up."""
        return super().get_queryset().filter(sent_at=None, next_try_at=None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it back, and return to the list."""
        outbox.try_again(self.get_object(), at=clock.now())
        messages.success(request, "邮件已重新排入发送队列。")
        return redirect("accounts:mails")
