"""Moving many cases of a list in one go, with a result a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import need
from accounts.views.base import PortalFormView, ScopedMixin
from accounts.views.lists import FilteredListView
from workflow.bulk import MOST, Outcome, move_each, weigh
from workflow.bulk_forms import BulkForm, keys_in
from workflow.lifecycle import Transition, lifecycle_of

ALL = "all"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a list offers to do with many of its rows."""

    label: str
    address: str
    statuses: frozenset[str]
    waiting: int


def move_of(model: type[Any], names: Sequence[str], actor: User) -> Transition:
    """Return the move that a person has the right to; the last one where they have none."""
    moves = [lifecycle_of(model).transitions[name] for name in names]
    return next((move for move in moves if actor.has_right(move.permission)), moves[-1])


class MovesMany(FilteredListView):
    """A list of which many rows can be moved in one go.

    Attributes:
        moves: the transitions, of which a person has the right to one.
        bulk_name: the name of the address on which it is done, a `BulkMove`.
    """

    abstract = True
    moves: ClassVar[tuple[str, ...]]
    bulk_name: ClassVar[str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done with many: nothing where the person doesn't decide, or nothing waits."""
        move, bulk = move_of(self.model, self.moves, self.actor), None
        if self.actor.has_right(move.permission):
            waiting = self.get_queryset().filter(status__in=move.sources).count()
            bulk = Offer(move.label, reverse(self.bulk_name), move.sources, waiting) if waiting else None
        return super().get_context_data(bulk=bulk, **kwargs)


class BulkMove(ScopedMixin, PortalFormView):
    """Show what stands in the way of each case, and move those that were shown once that is confirmed.

    The address names them: ``which=all`` with the filters of the list, or one ``ids`` key each.
    """

    abstract = True
    form_class = BulkForm
    template_name = "workflow/bulk.html"
    listing: ClassVar[type[MovesMany]]
    list_name: ClassVar[str]
    opinions: ClassVar[Mapping[str, str]] = {}

    @property
    def move(self) -> Transition:
        """The person's move."""
        return move_of(self.model, self.listing.moves, self.actor)

    @cached_property
    def cases(self) -> QuerySet[Any]:
        """The cases in scope that the address names."""
        if self.request.GET.get("which") != ALL:
            return self.get_queryset().filter(pk__in=keys_in(self.request.GET.getlist("ids")))
        chosen = self.list_view().get_queryset().filter(status__in=self.move.sources)
        return self.get_queryset().filter(pk__in=chosen.order_by().values("pk"))

    @property
    def list_address(self) -> str:
        """The list that the cases were chosen from, with its filters."""
        kept, address = self.list_view().kept, reverse(self.list_name)
        return f"{address}?{kept}" if kept else address

    def list_view(self) -> MovesMany:
        """Return the list as the filters in the address narrow it."""
        listing = self.listing()
        listing.setup(self.request)
        return listing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever has none of the moves."""
        need(self.actor, self.move.permission)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the verdicts; lead back to the list where none, or too many were chosen."""
        count = self.cases.count()
        if 0 < count <= MOST:
            return super().get(request, *args, **kwargs)
        many = f"一次最多办理 {MOST} 件，所选 {count} 件。请缩小筛选范围后分批办理。"
        messages.warning(request, many if count else "还没有选择要办理的事项。请在列表中勾选。")
        return redirect(self.list_address)

    def get_initial(self) -> dict[str, Any]:
        """Name those that are shown, and when; propose an opinion."""
        keys = ",".join(str(key) for key in self.cases.values_list("pk", flat=True))
        seen_at, opinion = arrived_at(self.request).isoformat(), self.opinions.get(self.move.name, "")
        return {"keys": keys, "seen_at": seen_at, "reason": opinion}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the move to the form."""
        return {**super().get_form_kwargs(), "transition": self.move}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would become, or became, of each."""
        outcomes: list[Outcome] | None = kwargs.pop("outcomes", None)
        finished = outcomes is not None
        if outcomes is None:
            at = arrived_at(self.request)
            outcomes = weigh(self.cases, self.move.name, actor=self.actor, at=at)
        return super().get_context_data(
            heading=f"批量办理：{self.move.label}",
            move=self.move,
            outcomes=outcomes,
            finished=finished,
            ready=sum(outcome.is_ready for outcome in outcomes),
            done=sum(outcome.is_done for outcome in outcomes),
            list_address=self.list_address,
            **kwargs,
        )

    def form_valid(self, form: BulkForm) -> HttpResponse:
        """Move those that were shown, and show what became of each."""
        shown = self.get_queryset().filter(pk__in=form.cleaned_data["keys"][:MOST]).order_by("pk")
        at = arrived_at(self.request)
        outcomes = move_each(list(shown), self.move.name, actor=self.actor, at=at, **form.told())
        return self.render_to_response(self.get_context_data(form=form, outcomes=outcomes))
