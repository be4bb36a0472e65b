"""Exporting the questions of the list, as the import's workbook."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import PortalFormView
from question_bank.exporting import EXAM_WITHOUT_REASON, extent_of, start_export
from question_bank.forms.exporting import ExportForm
from question_bank.forms.listing import QuestionFilter


class QuestionExport(PortalFormView):
    """How much the list's filters in the address leave, and the button that exports it."""

    permission = Perm.QUESTION_VIEW
    form_class = ExportForm
    template_name = "question_bank/export.html"
    heading = "导出理论试题"
    submit_label = "开始导出"

    @cached_property
    def asked(self) -> dict[str, str]:
        """The list's filters as the address has them."""
        return QuestionFilter(self.request.GET, actor=self.actor).asked()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how much it is."""
        back = f"{reverse('question_bank:questions')}?{self.request.GET.urlencode()}"
        own = {"extent": extent_of(self.asked, actor=self.actor), "most": EXAM_WITHOUT_REASON, "back": back}
        return super().get_context_data(**{**own, **kwargs})

    def act(self, form: ExportForm) -> str:
        """Start the job and go to it."""
        job = start_export(asked=self.asked, reason=form.cleaned_data["reason"], actor=self.actor)
        return reverse("jobs:page", kwargs={"pk": job.pk})
