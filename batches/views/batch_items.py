"""The panels of a batch's items: who sits on a chosen plan item."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.rights import Perm
from batches import services
from batches.forms import PanelForm
from batches.models import Batch, BatchItem, PlanItem
from batches.panels.advice import item_warnings
from batches.panels.declaring import unexplained
from batches.selectors import items_for_pages, not_sitting
from batches.services.items import SAID_OF_PANEL
from batches.views.base import OpenCaseFormView, RemovalView


class PanelView(OpenCaseFormView):
    """Choose who sits on a plan item's panel."""

    abstract = True
    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = PanelForm
    template_name = "batches/item_panel.html"

    @cached_property
    def plan_item(self) -> PlanItem:
        """The plan item to be judged."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the batch and the plan item to the form."""
        return {**super().get_form_kwargs(), "batch": self.object, "plan_item": self.plan_item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the plan item, and who may not sit and why."""
        unfit = not_sitting(self.object, self.plan_item)
        return super().get_context_data(plan_item=self.plan_item, unfit=unfit, **kwargs)

    def after(self, item: BatchItem) -> str:
        """Return the address to go to: the panel's page while the submission would lack something of it."""
        if not unexplained(item):
            return self.case_page
        messages.warning(self.request, "考评组已保存。提交批次申请前，还须补充本页的声明或说明。")
        return reverse("batches:item_edit", args=[self.object.pk, item.pk])


class ItemPanel(PanelView):
    """Add the chosen plan item with its panel."""

    heading = "选择考评组"
    submit_label = "增加到批次"
    done = "已增加工种。"

    @cached_property
    def plan_item(self) -> PlanItem:
        """The approved plan item that the address names."""
        mine = PlanItem.objects.visible_to(self.actor).approved().filter(plan__station=self.object.station)
        return get_object_or_404(items_for_pages(mine), pk=self.kwargs["plan_item"])

    def act(self, form: PanelForm) -> str:
        """Add the item and go on to what is left to say of its panel."""
        added = services.add_batch_item(
            batch=self.object, plan_item=self.plan_item, actor=self.actor, at=self.at, **form.cleaned_data
        )
        return self.after(added)


class ItemMixin(OpenCaseFormView):
    """A form on a batch's item."""

    abstract = True

    @cached_property
    def item(self) -> BatchItem:
        """The item of this batch that the address names."""
        items = self.object.items.select_related("plan_item__plan", "plan_item__trade__occupation", "leader")
        item: BatchItem | None = items.filter(pk=self.kwargs["item"]).first()
        if item is None:
            raise Http404
        return item


class ItemEdit(ItemMixin, PanelView):
    """Give an item another panel."""

    heading = "调整考评组"
    done = "考评组已调整。"

    @cached_property
    def plan_item(self) -> PlanItem:
        """The item's plan item."""
        return self.item.plan_item

    def get_initial(self) -> dict[str, Any]:
        """Show the present panel, and what was said of it."""
        said = {name: getattr(self.item, name) for name in SAID_OF_PANEL}
        return {"leader": self.item.leader, "examiners": self.item.examiners.all(), **said}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the warnings of the stored panel."""
        return super().get_context_data(warnings=list(item_warnings(self.item)), **kwargs)

    def act(self, form: PanelForm) -> str:
        """Change the panel and go on to what is left to say of it."""
        changed = services.change_panel(item=self.item, actor=self.actor, at=self.at, **form.cleaned_data)
        return self.after(changed)


class ItemRemove(ItemMixin, RemovalView):
    """Take an item out."""

    permission = Perm.BATCH_EDIT
    model = Batch
    heading = "删除批次工种"
    done = "已删除工种。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what goes."""
        return super().get_context_data(removed=self.item, **kwargs)

    def act(self, form: Any) -> str:
        """Remove the item and go back to the batch."""
        services.remove_batch_item(item=self.item, actor=self.actor, at=self.at)
        return self.case_page
