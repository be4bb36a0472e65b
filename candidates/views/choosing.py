"""Finding what is open for enrolment, and starting an enrolment."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm, Role
from accounts.views.base import PAGE_SIZE, PortalFormView, PortalTemplateView, PublicMixin
from batches.models import BatchItem
from candidates.deadlines import enrolment_deadline
from candidates.forms import OpenItemSearch
from candidates.models import Enrolment
from candidates.notices import notices_by_batch, notices_of
from candidates.personal_form.materials import Rules, asked_materials, stored_rules
from candidates.personal_form.tasks import tasks_of
from candidates.progress import progress_of
from candidates.selectors import ENROLMENT_FACTS, announced_items, open_items
from candidates.services import start_enrolment
from candidates.views.consent import ConsentFirst
from ostami import policy

FEW = 5


class OpenItems(PublicMixin, ListView[BatchItem]):
    """What is open for enrolment; anybody may look."""

    template_name = "candidates/open.html"
    context_object_name = "items"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> QuerySet[BatchItem]:
        """Return what the valid filters leave; an invalid one is named on the page."""
        self.search_form = OpenItemSearch(self.request.GET)
        self.search_form.is_valid()
        return open_items(at=arrived_at(self.request), **self.search_form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, the deadlines in words, and where the person is enrolled."""
        most = policy.PLAN_ITEM_MAX_PEOPLE
        at = arrived_at(self.request)
        user = self.request.user
        may_enrol = not isinstance(user, User) or user.has_right(Perm.ENROL)
        context = super().get_context_data(
            search_form=self.search_form, most=most, at=at, may_enrol=may_enrol, **kwargs
        )
        enrolled = _enrolments_by_batch(user)
        context["rows"] = [
            (item, enrolment_deadline(item.batch, at=at), enrolled.get(item.batch_id))
            for item in context["items"]
        ]
        return context


def _enrolments_by_batch(user: object) -> dict[int, Enrolment]:
    if not isinstance(user, User) or user.role != Role.CANDIDATE:
        return {}
    return {enrolment.batch_id: enrolment for enrolment in Enrolment.objects.visible_to(user)}


class Mine(PortalTemplateView):
    """The candidate's home: the own enrolments with their way to the certificate, and what is open."""

    permission = Perm.ENROL
    template_name = "candidates/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add enrolments, newest first, and the nearest open trades."""
        at = arrived_at(self.request)
        mine = Enrolment.objects.visible_to(self.actor).select_related(*ENROLMENT_FACTS)
        enrolments = list(mine.prefetch_related("history", "uploads").order_by("-pk"))
        enrolled = {enrolment.batch_id for enrolment in enrolments}
        notices = notices_by_batch((enrolment.batch for enrolment in enrolments), at=at)
        stages = progress_of(enrolments, at=at)
        rules = stored_rules()
        few = open_items(at=at).exclude(batch__in=enrolled)[:FEW]
        return super().get_context_data(
            rows=[
                (*_with_next_step(one, at, rules), notices[one.batch_id], stages[one.pk])
                for one in enrolments
            ],
            open_rows=[(item, enrolment_deadline(item.batch, at=at)) for item in few],
            search_form=OpenItemSearch(),
            at=at,
            **kwargs,
        )


def _with_next_step(enrolment: Enrolment, at: Any, rules: Rules) -> tuple[Any, ...]:
    steps = tasks_of(enrolment, at=at, rules=rules)
    return (
        enrolment,
        enrolment_deadline(enrolment.batch, at=at),
        next((step for step in steps if step.is_next), None),
    )


class StartForm(forms.Form):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class Enrol(ConsentFirst, PortalFormView):
    """What an enrolment asks for, and the button that starts it."""

    permission = Perm.ENROL
    form_class = StartForm
    template_name = "candidates/enrol.html"
    heading = "报名"
    submit_label = "开始填写"

    @cached_property
    def item(self) -> BatchItem:
        """The trade and level that the address names, of a batch that the public knows."""
        return get_object_or_404(announced_items(), pk=self.kwargs["item"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trade, the deadline and what has to be handed in."""
        return super().get_context_data(
            item=self.item,
            deadline=enrolment_deadline(self.item.batch, at=arrived_at(self.request)),
            notices=notices_of(self.item.batch, at=arrived_at(self.request)),
            materials=asked_materials(self.item.batch.candidate_type),
            **kwargs,
        )

    def act(self, form: StartForm) -> str:
        """Make the draft and go to its steps."""
        return start_enrolment(
            item=self.item, actor=self.actor, at=arrived_at(self.request)
        ).get_absolute_url()
