"""A trial of an exam date."""

from functools import partial
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalTemplateView
from batches.calendar.what_if import Weighed, weigh, weigh_change
from batches.forms.what_if import WhatIfForm
from batches.models import Batch
from ostami import clock, policy
from stations.selectors import own_station

LONGEST_KEY = 18


class WhatIf(PortalTemplateView):
    """Every deadline of an exam date, and each rule that it would keep or break; nothing is stored.

    ``?batch=`` asks about an existing batch, ``?fragment=1`` for the answer alone, without the page.
    """

    permission = Perm.BATCH_VIEW

    def get_template_names(self) -> list[str]:
        """Return the page, or the answer alone."""
        return ["batches/_what_if.html" if self.request.GET.get("fragment") else "batches/what_if.html"]

    @cached_property
    def batch(self) -> Batch | None:
        """The batch that is asked about, if one is: in scope."""
        asked = self.request.GET.get("batch")
        if not asked:
            return None
        if not asked.isascii() or not asked.isdigit() or len(asked) > LONGEST_KEY:
            raise Http404
        rows = Batch.objects.visible_to(self.actor).select_related("station__organisation")
        found: Batch = get_object_or_404(rows, pk=int(asked))
        return found

    @cached_property
    def form(self) -> WhatIfForm:
        """What was asked; the day of the application is today unless it says otherwise."""
        now = arrived_at(self.request)
        today = clock.day_of(now)
        form = partial(WhatIfForm, actor=self.actor, today=today, whole=self.batch is None)
        if "exam_date" not in self.request.GET:
            return form(initial={"applied_on": today})
        asked = {name: value for name, value in self.request.GET.items() if value}
        return form({"applied_on": today.isoformat(), **asked})

    def answer(self) -> Weighed | None:
        """Return what the date would mean; None where nothing, or nothing valid, was asked."""
        if not self.form.is_bound or not self.form.is_valid():
            return None
        asked, now, user = self.form.cleaned_data, arrived_at(self.request), self.actor
        if self.batch is None:
            station = asked.get("station") or own_station(self.actor)
            only = [self.form.pair] if self.form.pair else None
            applied_on = asked["applied_on"]
            return weigh(station, asked["exam_date"], user=user, applied_on=applied_on, now=now, only=only)
        if self.batch.is_open:
            station, applied_on = self.batch.station, clock.day_of(now)
            only = list(self.batch.items.values_list("plan_item__trade_id", "plan_item__level")) or None
            return weigh(station, asked["exam_date"], user=user, applied_on=applied_on, now=now, only=only)
        return weigh_change(self.batch, asked["exam_date"], user=user, now=now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the answer."""
        now = arrived_at(self.request)
        return super().get_context_data(
            form=self.form,
            batch=self.batch,
            weighed=self.answer(),
            earliest=policy.earliest_exam_date(clock.day_of(now)),
            may_edit=self.actor.has_right(Perm.BATCH_EDIT),
            server_time=now,
            **kwargs,
        )
