"""The results of a training: the grid, and the import of a table."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from examiners.forms.training_results import ResultsForm
from examiners.models import Training, TrainingEntry, TrainingResult
from examiners.rules.training import results_not_due
from examiners.services.training_results import record_results
from examiners.training_table import outcomes, prefilled, results_import
from examiners.trainings import entries_of
from ostami.problems import Problem, refuse_if

NOTHING_TOLD = Problem("表格里一个结果都没有填写", remedy="请在“结果”列填写后重新上传")


class _ResultsPage(ScopedFormView):
    """A page that enters results; before the training begins and once it is over, it leads back to it."""

    abstract = True
    permission = Perm.TRAINING_MANAGE
    model = Training
    object: Training

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or say on the training's page why there is nothing to enter."""
        training: Training = self.get_object()
        problems = list(results_not_due(training, at=arrived_at(request)))
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(training) if problems else super().get(request, *args, **kwargs)

    def told(self, changed: Sequence[TrainingEntry]) -> str:
        """Return what became of the results."""
        left = self.object.entries.filter(result=TrainingResult.PENDING).count()
        rest = f"还有 {left} 人没有登记结果。" if left else "全部人员已有结果，可以结班。"
        what = f"{len(changed)} 人有变动" if changed else "与上次相同"
        return f"结果已保存，{what}。{rest}"


class ResultsGrid(_ResultsPage):
    """Everybody's result and score in one grid."""

    form_class = ResultsForm
    template_name = "examiners/trainings/results.html"
    heading = "登记培训结果"
    submit_label = "保存结果"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the people to the grid."""
        return {**super().get_form_kwargs(), "entries": entries_of(self.object, actor=self.actor)}

    def act(self, form: ResultsForm) -> str:
        """Store the grid and come back to it."""
        changed = record_results(
            training=self.object, outcomes=form.outcomes, actor=self.actor, at=arrived_at(self.request)
        )
        messages.success(self.request, self.told(changed))
        return reverse("trainings:results", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the training."""
        return super().get_context_data(**{"training": self.object, **kwargs})


class ResultsImport(_ResultsPage, TableImportView):
    """Results from a workbook, whose template names the people."""

    template_name = TableImportView.template_name
    form_class = TableImportView.form_class
    heading = "从表格导入培训结果"
    submit_label = TableImportView.submit_label

    def spec(self) -> TableImport:
        """Return the table of this training."""
        return results_import(self.object)

    def template_rows(self) -> Iterable[Sequence[str]]:
        """Return the people entered."""
        return prefilled(entries_of(self.object, actor=self.actor))

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Store the results that the rows tell."""
        found = outcomes(rows)
        refuse_if([] if found else [NOTHING_TOLD])
        changed = record_results(
            training=self.object, outcomes=found, actor=self.actor, at=arrived_at(self.request)
        )
        return self.told(changed)

    def address(self) -> str:
        """Return the grid."""
        return reverse("trainings:results", kwargs={"pk": self.object.pk})
