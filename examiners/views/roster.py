"""An examiner's page, and what management and centre change on the roster."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import (
    PAGE_SIZE,
    PortalTemplateView,
    ScopedDetailView,
    ScopedFormView,
)
from examiners.forms.roster import EndForm, ExaminerForm, StationSearch
from examiners.listing import with_rows
from examiners.models import Examiner
from examiners.selectors import choosable_trades, sees_phones
from examiners.services.roster import change_examiner, end_examiner, register_examiner
from ostami import clock
from stations.models import Station

FACTS = (
    "person_name",
    "grade",
    "certificate_number",
    "phone",
    "email",
    "taught_classes",
    "valid_from",
    "valid_to",
)


class ExaminerPage(ScopedDetailView):
    """One examiner with the history of the appointment."""

    permission = Perm.EXAMINER_VIEW
    model = Examiner
    template_name = "examiners/page.html"
    context_object_name = "examiner"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station and the trades."""
        return with_rows(super().get_queryset())  # type: ignore[arg-type]  # of examiners

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the appointment is today, and what the person who asks may see and do."""
        return super().get_context_data(
            state=self.object.state_on(clock.today()),
            suspension=next((one for one in self.object.suspensions.all() if one.resumed_on is None), None),
            sees_phone=sees_phones(self.actor),
            may_edit=self.actor.has_right(Perm.EXAMINER_EDIT),
            **kwargs,
        )


class StationChoice(PortalTemplateView):
    """First step of a registration: find the station."""

    permission = Perm.EXAMINER_EDIT
    template_name = "examiners/station_choice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the search and the stations that it finds."""
        search = StationSearch(self.request.GET)
        word = search.cleaned_data["q"] if search.is_valid() else ""
        stations = Station.objects.visible_to(self.actor).listed().search(word)
        return super().get_context_data(
            search=search, total=stations.count(), stations=stations[:PAGE_SIZE], **kwargs
        )


class ExaminerNew(ScopedFormView):
    """Second step of a registration: the facts."""

    permission = Perm.EXAMINER_EDIT
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = ExaminerForm
    template_name = "examiners/form.html"
    heading = "登记考评员"
    submit_label = "确认登记"
    done = "考评员已登记。"

    @cached_property
    def choices(self) -> Any:
        """The trades to choose from."""
        return choosable_trades(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the station's trades to the form."""
        return {**super().get_form_kwargs(), "choices": self.choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the station, and whether it has any trade to choose."""
        own = {"station": self.object, "nothing_granted": not self.choices.exists()}
        return super().get_context_data(**{**own, **kwargs})

    def act(self, form: ExaminerForm) -> str:
        """Register, and go to the examiner."""
        made = register_examiner(station=self.object, facts=form.facts(), actor=self.actor)
        return made.get_absolute_url()


class ExaminerEdit(ScopedFormView):
    """Change what the roster says about an examiner."""

    permission = Perm.EXAMINER_EDIT
    model = Examiner
    form_class = ExaminerForm
    template_name = "examiners/form.html"
    heading = "修改考评员资料"
    submit_label = "保存"
    done = "考评员资料已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Return what the roster says at present."""
        facts = {field: getattr(self.object, field) for field in FACTS}
        return {**facts, "trades": [trade.pk for trade in self.object.trades.all()]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trades to the form: those of the station, and those held."""
        choices = choosable_trades(self.object.station, examiner=self.object)
        return {**super().get_form_kwargs(), "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the station."""
        return super().get_context_data(**{"station": self.object.station, "examiner": self.object, **kwargs})

    def act(self, form: ExaminerForm) -> str:
        """Change, and go back to the examiner."""
        return change_examiner(examiner=self.object, facts=form.facts(), actor=self.actor).get_absolute_url()


class ExaminerEnd(ScopedFormView):
    """End an appointment before its time."""

    permission = Perm.EXAMINER_EDIT
    model = Examiner
    form_class = EndForm
    template_name = "examiners/end.html"
    heading = "终止考评员资格"
    submit_label = "确认终止"
    done = "考评员资格的终止日期已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose today."""
        return {"ended_on": clock.today()}

    def act(self, form: EndForm) -> str:
        """End, and go back to the examiner."""
        ended = end_examiner(examiner=self.object, actor=self.actor, today=clock.today(), **form.cleaned_data)
        return ended.get_absolute_url()
