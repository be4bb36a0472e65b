"""App configuration."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Candidates and enrolment."""

    name = "candidates"
    verbose_name = "考生"

    def ready(self) -> None:
        """Register what this app adds to the life cycles and to the batch page."""
        from candidates import lifecycle, panels  # noqa: F401, PLC0415  models must be loaded first
