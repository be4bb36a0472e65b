"""App configuration."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Candidates and enrolment."""

    name = "candidates"
    verbose_name = "考生"

    def ready(self) -> None:
        """Register what this app adds to the life cycles, the batch page and the annual review."""
        from candidates import figures, lifecycle, panels  # noqa: F401, PLC0415  models must be loaded first
