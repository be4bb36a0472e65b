"""The page on which an examiner application is handed in, checked, returned or approved."""

from typing import Any

from accounts.rights import Perm
from examiners.completeness import Missing, missing_parts
from examiners.models import ExaminerApplication
from examiners.rules.qualification import qualification
from ostami import clock
from workflow.views import TransitionView

# What most opinions say; it stands in the field, to be changed before it is signed.
OPINIONS = {
    "submit": "经审查，该同志符合任职条件，所填内容和所附材料真实有效，同意推荐。",
    "check": "经核查，材料齐全，符合任职条件，培训合格，同意报批。",
    "approve": "经审查，符合任职条件，同意批准。",
}
WEIGHED = frozenset({"submit", "check", "approve"})


class ApplicationMove(TransitionView):
    """Move an application along; the conditions of office stand beside it, and what is missing as links."""

    model = ExaminerApplication
    permission = Perm.EXAMINER_APPLICATION_VIEW
    template_name = "examiners/applications/move.html"

    def get_initial(self) -> dict[str, Any]:
        """Propose an opinion, where the act gives one."""
        return {"reason": OPINIONS.get(self.transition.name, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is missing, each with its place, what else stands in the way, and the conditions."""
        context = super().get_context_data(**kwargs)
        missing = missing_parts(self.object) if self.transition.name == "submit" else []
        available = context["available"]
        weighed = self.transition.name in WEIGHED
        return {
            **context,
            "application": self.object,
            "missing": missing,
            "obstacles": _others(available.problems if available else (), missing),
            "conditions": qualification(self.object, clock.today()) if weighed else [],
        }


def _others(problems: tuple[Any, ...], missing: list[Missing]) -> list[Any]:
    told = [one.problem for one in missing]
    return [problem for problem in problems if problem not in told]
