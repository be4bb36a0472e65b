"""Putting a paper to a batch's trade and level, and taking it away."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView, add_problems
from batches.models import Batch, BatchItem
from ostami import policy
from ostami.problems import BlockedError, Problem
from question_bank.forms.paper_uses import ItemForm
from question_bank.models import PaperUse
from question_bank.paper_kinds import PaperKind
from question_bank.papers.lines import PaperLine, may_open
from question_bank.papers.using import time_problems
from question_bank.papers.workbook import MOST_ROWS
from question_bank.selectors.paper_uses import shown_uses, standing_use
from question_bank.services.paper_uses import stop_using, use_new_paper, use_paper
from question_bank.views.paper_ways import Way, ways_to


def papers_of(batch: Batch) -> str:
    """Return the address of a batch's papers."""
    return f"{batch.get_absolute_url()}#papers"


class ItemPaper(TemplateResponseMixin, ScopedObjectView):
    """Choose the theory or practical paper of an item; each way is a form of its own and one step."""

    model = BatchItem
    permission = Perm.PAPER_USE
    template_name = "question_bank/item_paper.html"
    object: BatchItem

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        joined = super().get_queryset().select_related("batch__station__organisation__parent__parent")
        return joined.select_related("plan_item__trade__occupation")

    @cached_property
    def kind(self) -> PaperKind:
        """Which of the two papers."""
        if self.kwargs["kind"] not in PaperKind.values:
            raise Http404
        return PaperKind(self.kwargs["kind"])

    @cached_property
    def use(self) -> PaperUse | None:
        """The use that stands."""
        return standing_use(self.object, self.kind)

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show the ways."""
        self.object = self.get_object()
        return self._page()

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Go one way."""
        self.object = self.get_object()
        way = next((way for way in ways_to(self.kind) if way.key == request.POST.get("way")), None)
        if way is None:
            raise Http404
        form = self._form(way, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(way, form)
        try:
            return redirect(self._done(way, form))
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self._page(way, form)

    def _done(self, way: Way, form: ItemForm) -> str:
        """Put the paper, made where the way makes one; return the next address."""
        at = arrived_at(self.request)
        facts: dict[str, Any] = {
            "item": self.object,
            "actor": self.actor,
            "at": at,
            "replacing": self._seen(),
        }
        if way.make is None:
            use = use_paper(paper=form.cleaned_data["paper"], **facts)
            messages.success(self.request, f"已选用{use.paper}。")
            return papers_of(self.object.batch)
        make = way.make
        use = use_new_paper(make=lambda: make(form, self.actor, at), kind=self.kind, **facts)
        messages.success(
            self.request, f"{use.paper}已组成并用于{self.object.batch}。请核对后提交复核，再封存。"
        )
        return use.paper.get_absolute_url()

    def _seen(self) -> PaperUse | None:
        """Return the use that the page showed; one that is gone by then is told by the verb."""
        told = self.request.POST.get("seen", "")
        return PaperUse(pk=int(told)) if told.isdecimal() else None

    def _form(self, way: Way, *sent: Any) -> ItemForm:
        return way.form(*sent, item=self.object, kind=self.kind, actor=self.actor)

    def _page(self, sent: Way | None = None, form: ItemForm | None = None) -> HttpResponse:
        blocked = list(self._blocked())
        ways = [(way, form if way is sent else self._form(way)) for way in ways_to(self.kind)]
        context = {
            "item": self.object,
            "batch": self.object.batch,
            "kind": self.kind,
            "use": self.use,
            "readable": self.use is not None and may_open(self.use.paper, self.actor),
            "form": form,
            "blocked": blocked,
            "ways": [] if blocked else ways,
            "last_day": policy.last_enrolment_day(self.object.batch.exam_date),
            "most": MOST_ROWS,
        }
        return self.render_to_response(context, status=422 if form is not None else 200)

    def _blocked(self) -> Any:
        yield from time_problems(self.object.batch, self.actor, at=arrived_at(self.request))
        if self.use and PaperLine(self.object, self.kind, self.use).is_fixed:
            remedy = "确需更换的，请试卷所属机构先撤回试卷并说明原因"
            yield Problem(f"{self.use.paper}已有人员签收，不能更换", "4.5.1-6", remedy)


class ItemPaperStop(ScopedFormView):
    """Take a paper away from an item, once confirmed."""

    model = PaperUse
    permission = Perm.PAPER_USE
    form_class = ConfirmForm
    template_name = "question_bank/item_paper_stop.html"
    heading, submit_label, done = "取消选用试卷", "取消选用", "已取消选用。"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the standing uses in scope."""
        standing = shown_uses().filter(pk__in=super().get_queryset().values("pk"))
        return standing.select_related(
            "item__batch__station__organisation", "item__plan_item__trade__occupation"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the page leads back to."""
        return super().get_context_data(use=self.object, back=papers_of(self.object.item.batch), **kwargs)

    def act(self, form: ConfirmForm) -> str:
        """End the use and go back to the batch."""
        batch = self.object.item.batch
        stop_using(use=self.object, actor=self.actor, at=arrived_at(self.request))
        return papers_of(batch)
