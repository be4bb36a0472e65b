"""Parts of a paper to look at before it is sealed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from documents.handing_out import pdf_response
from documents.watermarks import practice_mark
from ostami.clock import SHANGHAI
from ostami.problems import Problem
from question_bank.looks import record_paper_look
from question_bank.models import Paper, PaperStatus
from question_bank.paper_kinds import PaperPart
from question_bank.papers.printing import parts_of, printed_part

CLOSED = frozenset({PaperStatus.SEALED, PaperStatus.WITHDRAWN})
OTHERS = "这是其他机构的试卷，封存前只有所属机构的人员可以查看内容。"


class PaperPreview(ScopedObjectView):
    """A part as it prints, for its owner's people; every page says who had it made, and when."""

    model = Paper
    permission = Perm.QUESTION_VIEW

    def get(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        """Hand the part out, on the record; of a sealed or withdrawn paper tell why there is nothing."""
        paper: Paper = self.get_object(
            self.get_queryset().select_related("trade__occupation", "owner", "task")
        )
        if paper.owner_id != self.actor.organisation_id:
            raise PermissionDenied(OTHERS)
        if paper.status in CLOSED:
            messages.warning(request, str(closed(paper)))
            return redirect(paper)
        if part not in parts_of(paper):
            raise Http404
        record_paper_look(paper, actor=self.actor)
        made = arrived_at(request).astimezone(SHANGHAI)
        footer = f"{self.actor}　{made:%Y-%m-%d %H:%M}　内部预览，不得外传"
        pdf = printed_part(paper, PaperPart(part), mark=practice_mark("预览"), footer=footer)
        return pdf_response(pdf, f"{paper} {PaperPart(part).label}.pdf")


def closed(paper: Paper) -> Problem:
    """Return why a paper can't be looked at any more."""
    if paper.status == PaperStatus.WITHDRAWN:
        return Problem(f"{paper}已撤回，不能再查看内容", remedy="需要试卷的，请另组一份")
    remedy = "请由考试站指定的签收人在签收时间内签收下载"
    return Problem(f"{paper}已封存，不能在平台上查看内容", "4.5.1-6", remedy)
