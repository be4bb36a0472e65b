"""The public pages of the catalogue, and the correction of a name."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.views.generic import DetailView, ListView

from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedFormView
from ostami import clock
from scope_catalog.forms import CatalogueFilter, NameCorrection
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from scope_catalog.selectors import siblings
from scope_catalog.services import correct_name

PAGE_SIZE = 50


def may_correct(user: User | AnonymousUser) -> bool:
    """Tell whether `user` sees doubts and may correct names."""
    return isinstance(user, User) and user.has_right(Perm.CATALOGUE_EDIT)


class TradeList(PublicMixin, ListView[Trade]):
    """Browse and search what can be evaluated."""

    model = Trade
    template_name = "scope_catalog/trade_list.html"
    context_object_name = "trades"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> TradeQuerySet:
        """Return the live trades that the valid filters leave; an invalid one is named on the page."""
        self.search_form = CatalogueFilter(self.request.GET)
        self.search_form.is_valid()
        asked = self.search_form.cleaned_data
        trades = Trade.objects.live(clock.today()).search(asked.get("q", "")).in_order()
        for field in ("scheme", "category"):
            if value := asked.get(field):
                trades = trades.filter(**{f"occupation__{field}": value})
        return trades.with_level(int(level)) if (level := asked.get("level")) else trades

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        """Return the page asked for, or the nearest that there is: an old address stays good."""
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter and whether doubts are shown."""
        return super().get_context_data(
            search_form=self.search_form, may_correct=may_correct(self.request.user), **kwargs
        )


class TradePage(PublicMixin, DetailView[Trade]):
    """One trade."""

    queryset = Trade.objects.select_related("occupation")
    template_name = "scope_catalog/trade_page.html"
    context_object_name = "trade"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the occupation's other trades, and whether doubts and the history are shown."""
        today = clock.today()
        return super().get_context_data(
            live=self.object.is_live(today),
            siblings=siblings(self.object, on=today),
            may_correct=may_correct(self.request.user),
            **kwargs,
        )


class NameCorrectionPage(ScopedFormView):
    """Correct a trade's name, or confirm a doubtful one."""

    permission = Perm.CATALOGUE_EDIT
    model = Trade
    form_class = NameCorrection
    template_name = "scope_catalog/name_correction.html"
    heading = "更正名称"
    submit_label = "确认更正"
    done = "名称已核对，并记入办理记录。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trade to the form."""
        return {**super().get_form_kwargs(), "trade": self.object}

    def act(self, form: NameCorrection) -> str:
        """Correct the name and go back to the trade."""
        trade = correct_name(trade=self.object, actor=self.actor, today=clock.today(), **form.cleaned_data)
        return trade.get_absolute_url()
