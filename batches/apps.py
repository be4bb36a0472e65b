"""App configuration."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    """Plans and batches."""

    name = "batches"
    verbose_name = "批次"

    def ready(self) -> None:
        """Register what this app adds to the life cycles."""
        from batches import lifecycle  # noqa: F401, PLC0415  models must be loaded first
