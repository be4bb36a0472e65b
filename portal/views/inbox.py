"""The inbox: its list, one message, and what goes by mail."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.mailboxes import masked_address
from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalFormView, PortalView, ScopedDetailView
from accounts.views.lists import FilteredListView
from portal.inbox.forms import ChoicesForm, MessageFilter
from portal.inbox.reading import mark_all_read, mark_read
from portal.inbox.wishes import acts_for_office, choose
from portal.models import Message


class MessageList(FilteredListView):
    """All that the person was told, newest first."""

    model = Message
    permission = Perm.ACCOUNT_OWN
    template_name = "portal/inbox/list.html"

    @cached_property
    def filter_form(self) -> MessageFilter:
        """Topic, and whether it was read."""
        return MessageFilter(self.request.GET)

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the valid filters leave, without the texts."""
        return self.filter_form.narrow(super().get_queryset().defer("text"))


class MessagePage(ScopedDetailView):
    """One message in full, which is read by that; its page may be out of the person's scope by now."""

    model = Message
    permission = Perm.ACCOUNT_OWN
    template_name = "portal/inbox/message.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and note that it was opened."""
        self.object = self.get_object()
        mark_read(self.object, at=arrived_at(request))
        return self.render_to_response(self.get_context_data())


class ReadAll(PortalView):
    """Mark all as read."""

    permission = Perm.ACCOUNT_OWN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark them, say how many, and return to the list."""
        count = mark_all_read(user=self.actor, at=arrived_at(request))
        messages.success(request, f"已将 {count} 条消息标为已读。" if count else "没有未读的消息。")
        return redirect("portal:inbox:list")


class Choices(PortalFormView):
    """Choose which topics go by mail as well."""

    permission = Perm.ACCOUNT_OWN
    form_class = ChoicesForm
    template_name = "portal/inbox/choices.html"
    heading = "消息的邮件设置"
    submit_label = "保存设置"
    done = "邮件设置已保存。"

    def act(self, form: ChoicesForm) -> str:
        """Store the choices."""
        choose(user=self.actor, wishes=form.wishes)
        return reverse("portal:inbox:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the mails go."""
        organisation = self.actor.organisation if acts_for_office(self.actor) else None
        return super().get_context_data(
            mailbox=masked_address(self.actor.email) if self.actor.email else "",
            office_mailbox=masked_address(organisation.email) if organisation and organisation.email else "",
            on_roster=self.actor.role in {Role.EXAMINER, Role.SUPERVISOR},
            **kwargs,
        )
