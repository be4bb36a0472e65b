"""Pages on which staff keep the years of birth with which students enrol."""

from typing import Any

from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView, ScopedListView
from candidates.eligibility_data.birth_years import add_birth_years, change_birth_years
from candidates.forms.eligibility import BirthYearsChange, NewBirthYears
from candidates.models import BirthYearWindow
from candidates.models.eligibility import STUDENT_LEVELS
from ostami import clock


class BirthYearList(ScopedListView):
    """All years, the newest first."""

    model = BirthYearWindow
    permission = Perm.ELIGIBILITY_EDIT
    template_name = "candidates/eligibility/birth_years.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this year lacks."""
        year = clock.today().year
        entered = set(BirthYearWindow.objects.filter(year=year).values_list("level", flat=True))
        missing = [level.label for level in STUDENT_LEVELS if level not in entered]
        return super().get_context_data(year=year, missing=missing, **kwargs)


class BirthYearNew(PortalFormView):
    """Enter the years of birth of a year and level."""

    permission = Perm.ELIGIBILITY_EDIT
    form_class = NewBirthYears
    template_name = "candidates/eligibility/birth_years_form.html"
    heading = "登记学生出生年份范围"
    done = "出生年份范围已登记。"

    def act(self, form: NewBirthYears) -> str:
        """Enter them and go back to the table."""
        add_birth_years(actor=self.actor, **form.cleaned_data)
        return reverse("candidates:birth_years")


class BirthYearChange(ScopedFormView):
    """Change the years of birth of a year and level."""

    model = BirthYearWindow
    permission = Perm.ELIGIBILITY_EDIT
    form_class = BirthYearsChange
    template_name = "candidates/eligibility/birth_years_form.html"
    heading = "修改学生出生年份范围"
    done = "出生年份范围已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is stored."""
        return {"born_from": self.object.born_from, "born_to": self.object.born_to}

    def act(self, form: BirthYearsChange) -> str:
        """Change them and go back to the table."""
        change_birth_years(window=self.object, actor=self.actor, **form.cleaned_data)
        return reverse("candidates:birth_years")
