"""All items of a plan as rows to fill in (guide 4.5.1-1)."""

from typing import Any

from accounts.form_rows import BaseRows, RowsForm, rows_of
from accounts.models import User
from batches.forms.plan_rows import PlanRow, RowFacts
from batches.forms.plans import facts_of, offer_choices
from batches.forms.shared_select import options_html
from batches.guards import scope_problems
from batches.models import AnnualPlan
from batches.selectors import fingerprint, items_for_pages, offers_of
from batches.services.plan_grid import PlanEntry
from batches.services.plan_items import MOST_ITEMS, split_headcount
from ostami import clock, policy

BLOCK = "items"


class PlanGridForm(RowsForm):
    """The items of a plan."""

    rows_class = rows_of(PlanRow, most=MOST_ITEMS, blank=3)

    def __init__(self, *args: Any, actor: User, plan: AnnualPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.split = "split" in self.data
        self.station = plan.station
        self.items = list(items_for_pages(plan.items.all()))
        self.shown = fingerprint(self.items)
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.shown
        self.facts = self._facts()
        self.set_rows({BLOCK: [{"pk": item.pk, **facts_of(item)} for item in self.items]})

    def _facts(self) -> RowFacts:
        today = clock.today()
        offers = {offer.key: offer for offer in offers_of(self.station, on=today)}
        choices = offer_choices(offers.values())
        return RowFacts(
            offers=offers,
            choices=choices,
            options=options_html(choices),
            stored={item.pk: item for item in self.items},
            problems=scope_problems(self.items, self.station, on=today),
            split=self.split,
        )

    def row_facts(self) -> dict[str, Any]:
        """Return what the station may plan, and what is stored."""
        return {"facts": self.facts}

    @property
    def rows(self) -> BaseRows[PlanRow]:
        """The rows."""
        return self.blocks[BLOCK]

    @property
    def entries(self) -> list[PlanEntry]:
        """The items whose rows are right."""
        return [row.entry() for _, _, row in self.good_rows()]

    @property
    def too_large(self) -> list[tuple[int, list[int]]]:
        """The rows with more than 99 people, by their number, with the parts that these would make."""
        return [
            (number, split_headcount(row.people))
            for number, row in enumerate(self.rows.forms, start=1)
            if row.people > policy.PLAN_ITEM_MAX_PEOPLE and not row["remove"].value()
        ]

    @property
    def people(self) -> int:
        """How many people the rows are for."""
        return sum(row.people for row in self.rows.forms if not row["remove"].value())
