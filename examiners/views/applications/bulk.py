"""Checking, or approving, many examiner applications in one go."""

from typing import Any

from django.db.models import QuerySet

from accounts.rights import Perm
from examiners.models import ExaminerApplication
from examiners.views.applications.base import JOINED
from examiners.views.applications.moving import OPINIONS
from examiners.views.applications.pages import ApplicationList
from workflow.views.bulk import BulkMove


class ApplicationsMove(BulkMove):
    """Management checks, the centre approves."""

    model = ExaminerApplication
    permission = Perm.EXAMINER_APPLICATION_VIEW
    listing = ApplicationList
    list_name = "examiner_applications:list"
    opinions = OPINIONS

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the guards read."""
        return super().get_queryset().select_related(*JOINED)
