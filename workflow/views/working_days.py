"""Pages of the table of special days, by which deadlines in working days are counted."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView, ScopedListView
from ostami import clock
from workflow.models import SpecialDay
from workflow.special_days import add_special_days, change_special_day, remove_special_day
from workflow.working_day_forms import NewSpecialDays, SpecialDayChange, facts_of_day

DAYS_OF_A_YEAR = 366


def year_address(year: int) -> str:
    """Return the address of a year's table."""
    return f"{reverse('working_days:list')}?year={year}"


class SpecialDayList(ScopedListView):
    """A year's special days."""

    model = SpecialDay
    permission = Perm.WORKING_DAYS_EDIT
    template_name = "workflow/working_days.html"
    paginate_by = DAYS_OF_A_YEAR

    @cached_property
    def years(self) -> list[int]:
        """The years that have entries, this year and the next."""
        this_year = clock.today().year
        entered = {day.year for day in SpecialDay.objects.dates("day", "year")}
        return sorted(entered | {this_year, this_year + 1})

    @cached_property
    def year(self) -> int:
        """The year asked for; this year where none of the table's is."""
        asked = self.request.GET.get("year", "")
        return next((year for year in self.years if str(year) == asked), clock.today().year)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the year's days."""
        return super().get_queryset().filter(day__year=self.year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years."""
        return super().get_context_data(year=self.year, years=self.years, **kwargs)


class SpecialDayNew(PortalFormView):
    """Enter a day, or several in a row."""

    permission = Perm.WORKING_DAYS_EDIT
    form_class = NewSpecialDays
    template_name = "workflow/working_day_form.html"
    heading = "登记节假日"
    done = "节假日已登记，办理期限按新的工作日推算。"

    def act(self, form: NewSpecialDays) -> str:
        """Enter the days and go to their year."""
        made = add_special_days(actor=self.actor, **form.cleaned_data)
        return year_address(made[0].day.year)


class SpecialDayEdit(ScopedFormView):
    """Change what a day is."""

    model = SpecialDay
    permission = Perm.WORKING_DAYS_EDIT
    form_class = SpecialDayChange
    template_name = "workflow/working_day_form.html"
    heading = "修改节假日"
    done = "节假日已修改，办理期限按新的工作日推算。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is stored."""
        return facts_of_day(self.object)

    def act(self, form: SpecialDayChange) -> str:
        """Change the day and go back to its year."""
        changed = change_special_day(special_day=self.object, actor=self.actor, **form.cleaned_data)
        return year_address(changed.day.year)


class SpecialDayRemove(ScopedFormView):
    """Ask before a day is taken out."""

    model = SpecialDay
    permission = Perm.WORKING_DAYS_EDIT
    form_class = ConfirmForm
    template_name = "workflow/working_day_form.html"
    heading = "删除节假日"
    submit_label = "确认删除"
    done = "节假日已删除，办理期限按新的工作日推算。"

    def act(self, form: ConfirmForm) -> str:
        """Take the day out and go back to its year."""
        remove_special_day(special_day=self.object, actor=self.actor)
        return year_address(self.object.day.year)
