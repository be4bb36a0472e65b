"""App configuration."""

from importlib import import_module

from django.apps import AppConfig

# Each registers what this app adds to the life cycles, the batch page, the jobs and the annual review.
REGISTERING = (
    "lifecycle",
    "classes.panel",
    "classes.slip_printing",
    "panels",
    "rosters.jobs",
    "stamping.sorting",
    "figures",
)


class CandidatesConfig(AppConfig):
    """Candidates and enrolment."""

    name = "candidates"
    verbose_name = "考生"

    def ready(self) -> None:
        """Register, once the models are loaded."""
        for module in REGISTERING:
            import_module(f"candidates.{module}")
