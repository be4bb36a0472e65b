"""The page of all that waits for a decision."""

from typing import Any

from django.core.paginator import Paginator

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PAGE_SIZE, PortalTemplateView
from batches.deciding.waiting import desks_in, waiting_lines
from batches.forms.waiting import WaitingFilter


class WaitingList(PortalTemplateView):
    """Plans, batches and changes of date that wait, late ones first, with who has them."""

    permission = Perm.BATCH_VIEW
    template_name = "batches/waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines that the filters leave, by pages, and what each organisation has."""
        lines = waiting_lines(self.actor, at=arrived_at(self.request))
        filter_form = WaitingFilter(self.request.GET, actor=self.actor, lines=lines)
        paginator = Paginator(filter_form.narrow(lines), PAGE_SIZE)
        return super().get_context_data(
            filter_form=filter_form,
            filtered=any(self.request.GET.get(name) for name in filter_form.fields),
            desks=desks_in(lines),
            late=sum(line.turn.is_late for line in lines),
            paginator=paginator,
            page_obj=paginator.get_page(self.request.GET.get("page")),
            own_only=self.actor.role == Role.STATION,
            **kwargs,
        )
