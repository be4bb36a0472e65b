"""App configuration."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    """Plans and batches."""

    name = "batches"
    verbose_name = "批次"

    def ready(self) -> None:
        """Register the life cycles, and what this app tells stations of itself."""
        from batches import figures, in_flight, lifecycle  # noqa: F401, PLC0415  models must be loaded first
