"""The search over everything in a person's scope, and the keys that the portal answers to."""

from typing import Any

from django.views.generic import TemplateView

from accounts.rights import Perm
from accounts.views.base import PortalTemplateView, PublicMixin
from portal.search.kinds import MOST, search
from portal.search.words import SearchForm


class Search(PortalTemplateView):
    """What the words in the address lead to."""

    permission = Perm.SEARCH
    template_name = "portal/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the finds, kind by kind."""
        form = SearchForm(self.request.GET)
        words = form.cleaned_data["words"] if form.is_valid() else ""
        groups = search(self.actor, words) if words else []
        return super().get_context_data(form=form, words=words, groups=groups, most=MOST, **kwargs)


class Keys(PublicMixin, TemplateView):
    """Which keys do what, and the switch that turns them off (WCAG 2.1.4)."""

    template_name = "portal/keys.html"
