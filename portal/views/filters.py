"""Keeping the filters of a list, and giving them up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedObjectView
from portal.filters.forms import KeepForm
from portal.filters.keeping import keep_filter
from portal.models import SavedFilter


class SaveFilter(PortalFormView):
    """Keep what a list was asked; the page itself shows only where the name is wrong."""

    permission = Perm.ACCOUNT_OWN
    http_method_names = ("post",)
    form_class = KeepForm
    heading = "保存筛选"
    done = "筛选已保存，以后可在列表上方直接打开。"

    def act(self, form: KeepForm) -> str:
        """Keep it, and go back to the list."""
        told = form.cleaned_data
        return keep_filter(**told["offer"], name=told["name"], actor=self.actor).get_absolute_url()


class RemoveFilter(ScopedObjectView):
    """Give a kept filter up."""

    permission = Perm.ACCOUNT_OWN
    http_method_names = ("post",)
    model = SavedFilter

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove it, and go back to the list."""
        kept: SavedFilter = self.get_object()
        kept.delete()
        messages.success(request, f"已删除筛选“{kept}”。")
        return redirect(reverse(kept.listed))
