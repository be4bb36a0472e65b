"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    """Plans and batches."""

    name = "batches"
    verbose_name = "批次"

    def ready(self) -> None:
        """Register the life cycles, and what this app tells those below of itself."""
        for name in ("lifecycle", "figures", "in_flight", "examiner_panel", "transfers"):
            import_module(f"batches.{name}")
