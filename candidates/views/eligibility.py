"""Pages on which staff keep the clauses of eligibility."""

from typing import Any

from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView, ScopedListView
from candidates.eligibility_data.editing import ClauseRow, add_clause, change_clause, revise_clause
from candidates.forms.eligibility import ClauseRevision, ClauseWords, NewClause, facts_of_clause
from candidates.forms.requirements import typed
from candidates.models import EligibilityClause
from ostami import clock

MOST_CLAUSES = 500  # all on one page


def level_address(level: int) -> str:
    """Return the address of a level's clauses."""
    return f"{reverse('candidates:eligibility')}#level-{level}"


class ClauseList(ScopedListView):
    """All clauses by level: those that hold or will, and below them those that are over."""

    model = EligibilityClause
    permission = Perm.ELIGIBILITY_EDIT
    template_name = "candidates/eligibility/list.html"
    paginate_by = MOST_CLAUSES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day by which clauses are over."""
        return super().get_context_data(today=clock.today(), **kwargs)


class ClauseNew(PortalFormView):
    """Enter a clause."""

    permission = Perm.ELIGIBILITY_EDIT
    form_class = NewClause
    template_name = "candidates/eligibility/form.html"
    heading = "增加申报条件"
    done = "申报条件已增加。"

    def act(self, form: NewClause) -> str:
        """Enter the clause and go to its level."""
        row = ClauseRow(**{name: form.cleaned_data[name] for name in ClauseRow.__slots__})
        made = add_clause(row=row, actor=self.actor, today=clock.today())
        return level_address(made.level)


class ClauseChange(ScopedFormView):
    """Change a clause's words or its last day."""

    model = EligibilityClause
    permission = Perm.ELIGIBILITY_EDIT
    form_class = ClauseWords
    template_name = "candidates/eligibility/form.html"
    heading = "修改文字或截止日期"
    done = "申报条件已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is stored."""
        return facts_of_clause(self.object)

    def act(self, form: ClauseWords) -> str:
        """Change the clause and go back to its level."""
        facts = form.cleaned_data
        changed = change_clause(clause=self.object, actor=self.actor, today=clock.today(), **facts)
        return level_address(changed.level)


class ClauseRevise(ScopedFormView):
    """Let other requirements hold from a day on."""

    model = EligibilityClause
    permission = Perm.ELIGIBILITY_EDIT
    form_class = ClauseRevision
    template_name = "candidates/eligibility/form.html"
    heading = "修订判断条件"
    submit_label = "保存新条件"
    done = "新条件已保存，施行日期以前的考试仍按原条件判断。"

    def get_initial(self) -> dict[str, Any]:
        """Show what holds."""
        return {"text": self.object.text, "source": self.object.source, **typed(self.object.wanted)}

    def act(self, form: ClauseRevision) -> str:
        """End the clause, begin its new version and go back to its level."""
        facts = {name: form.cleaned_data[name] for name in ("starts_on", "text", "source", "requirements")}
        made = revise_clause(clause=self.object, actor=self.actor, today=clock.today(), **facts)
        return level_address(made.level)
