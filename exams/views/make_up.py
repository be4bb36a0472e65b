"""The score that a make-up candidate carries: granted by the station, or taken back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from candidates.models import Enrolment
from candidates.selectors import ENROLMENT_FACTS
from exams.forms.publishing import CarryForm
from exams.publishing.carrying import Offer
from exams.publishing.granting import end_carried, fallen, grant_carried, grantable, not_grantable
from exams.selectors import carried_of


class _CarryView(ScopedFormView):
    """A form about the carried score of one enrolment."""

    abstract = True
    model = Enrolment
    permission = Perm.MAKE_UP
    object: Enrolment

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS, "carried")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way."""
        closed = list(not_grantable(self.object, at=arrived_at(self.request)))
        return super().get_context_data(closed=closed, carried=carried_of(self.object), **kwargs)


class Carry(_CarryView):
    """Choose the earlier exam whose passed paper counts."""

    form_class = CarryForm
    template_name = "exams/publishing/carry.html"
    heading = "核定补考保留成绩"
    submit_label = "核定保留"
    done = "已核定保留成绩，考生只参加另一科考试。"

    @cached_property
    def found(self) -> list[Offer]:
        """The scores that can be carried."""
        return grantable(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the offers to the form."""
        return {**super().get_form_kwargs(), "found": self.found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether a score that was granted before counts no more, and whether one can be granted."""
        context, replaces = super().get_context_data(**kwargs), fallen(self.object)
        free = not context["closed"] and (replaces or not context["carried"])
        return {**context, "fallen": replaces, "open": free and bool(self.found)}

    def act(self, form: CarryForm) -> str:
        """Grant."""
        source = form.found[form.cleaned_data["source"]].source
        grant_carried(enrolment=self.object, source=source, actor=self.actor, at=arrived_at(self.request))
        return self.object.get_absolute_url()


class CarryEnd(_CarryView):
    """Take a carried score back."""

    form_class = ConfirmForm
    template_name = "exams/publishing/carry_end.html"
    heading = "取消保留成绩"
    submit_label = "确认取消"
    done = "已取消保留成绩，考生须参加两科考试。"

    def act(self, form: ConfirmForm) -> str:
        """Take it back."""
        end_carried(enrolment=self.object, actor=form.actor, at=arrived_at(self.request))
        return self.object.get_absolute_url()
