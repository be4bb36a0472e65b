"""App configuration."""

from django.apps import AppConfig


class ExaminersConfig(AppConfig):
    """Examiners."""

    name = "examiners"
    verbose_name = "考评员"

    def ready(self) -> None:
        """Register the life cycles, and what this app adds to station applications and the annual review."""
        from examiners import figures, guards, lifecycle  # noqa: F401, PLC0415  models must be loaded first
