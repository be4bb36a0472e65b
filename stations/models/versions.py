"""What was handed in, each time."""

from django.db import models

from stations.models.applications import StationApplication


class SubmittedVersion(models.Model):
    """The cells of F1 and the files as they were submitted, so that a resubmission can show what changed.

    `cells` is the paper's list of [label, text]; `files` a list of [kind, name, digest].
    """

    application = models.ForeignKey(StationApplication, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    cells = models.JSONField()
    files = models.JSONField()

    class Meta:
        verbose_name = "提交版本"
        ordering = ("number",)
        constraints = [models.UniqueConstraint(name="version_once", fields=("application", "number"))]
