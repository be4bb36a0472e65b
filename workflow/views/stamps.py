"""Forms on what several people may have open at once."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from accounts.views.base import ScopedFormView
from ostami.problems import ConflictError, Problem

FIELD = "stamp"
CHANGED = Problem(
    "您打开本页以后，已有人修改了这些内容，没有保存您的修改", remedy="请打开最新内容，核对后再修改"
)


class StampedView(ScopedFormView):
    """A form that is sent with a stamp of what it showed: what was saved since isn't overwritten unseen.

    What comes without a stamp, such as a script's request, makes no such claim and isn't refused.
    """

    abstract = True

    def stored(self) -> Mapping[str, Any]:
        """Return what the form shows as it is stored now, read anew."""
        raise NotImplementedError

    def stamp(self) -> str:
        """Return the stamp of what is stored now."""
        facts = json.dumps(self.stored(), default=str, sort_keys=True)
        return sha256(facts.encode()).hexdigest()[:16]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the stamp: that of the page which was sent first stays."""
        return super().get_context_data(stamp=self.request.POST.get(FIELD) or self.stamp(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Take the form unless what it showed was changed; others wait for the case's row meanwhile."""
        with transaction.atomic():
            rows = self.model._default_manager.order_by()  # noqa: SLF001  Django's documented API
            rows.select_for_update(of=("self",), no_key=True).get(pk=self.object.pk)
            seen = self.request.POST.get(FIELD)
            if seen and seen != self.stamp():
                return self.overtaken(form, ConflictError(self.object, CHANGED))
            return super().form_valid(form)
