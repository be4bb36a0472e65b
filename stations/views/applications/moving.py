"""The page on which an application is handed in, endorsed, returned or approved."""

from typing import Any

from accounts.rights import Perm
from ostami import clock
from stations.advice import attention_points
from stations.completeness import Missing, missing_parts
from stations.in_flight import running_on
from stations.models import ApplicationKind, ApplicationStatus, StationApplication
from stations.versions import changes_since_last
from workflow.views import TransitionView

HOST_OPINION = {
    ApplicationKind.ESTABLISHMENT: "经研究，同意申报设立考试站。所填内容和所附材料真实有效。",
    ApplicationKind.SCOPE_ADDITION: "经研究，同意申请增项。所填内容和所附材料真实有效。",
    ApplicationKind.SCOPE_REDUCTION: "经研究，同意申请减项。",
    ApplicationKind.RENEWAL: "经研究，同意申请许可证延续。所填内容和所附材料真实有效。",
    ApplicationKind.CHANGE: "经研究，同意申请变更登记。所填内容和所附材料真实有效。",
}
# On the way to a reduction its applicant and whoever decides see which batches it leaves untouched.
FORWARD = frozenset({"submit", "endorse", "approve"})
# What most opinions say; it stands in the field, to be changed before it is signed.
OPINIONS = {
    "endorse": "经审核，材料齐全，条件符合要求，同意推荐。",
    "approve": "经审查，材料齐全，条件符合要求，同意批准。",
}


class ApplicationMove(TransitionView):
    """Move an application along; whoever decides sees beside it what is missing and what to heed."""

    model = StationApplication
    permission = Perm.APPLICATION_VIEW
    template_name = "stations/applications/move.html"

    def get_initial(self) -> dict[str, Any]:
        """Propose an opinion, where the act gives one."""
        name = self.transition.name
        if name == "submit":
            return {"reason": HOST_OPINION[ApplicationKind(self.object.kind)]}
        return {"reason": OPINIONS.get(name, "")}

    def _missing(self) -> list[Missing]:
        """Return what is missing, unless the act is blocked by it and says so anyway."""
        if self.transition.name == "approve":
            return []
        return missing_parts(self.object, today=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what runs on, and for whoever decides what to weigh."""
        deciding = self.object.status in {ApplicationStatus.SUBMITTED, ApplicationStatus.ENDORSED}
        weighs = deciding and not self.actor.has_right(Perm.APPLICATION_EDIT)
        forward = self.transition.name in FORWARD
        return super().get_context_data(
            weighs=weighs,
            running=running_on(self.object) if forward else [],
            missing=self._missing() if weighs else [],
            attention=attention_points(self.object) if weighs else [],
            changes=changes_since_last(self.object) if weighs else [],
            **kwargs,
        )
