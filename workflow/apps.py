"""App configuration."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Transitions and the audit chain."""

    name = "workflow"
    verbose_name = "办理流程"

    def ready(self) -> None:
        """Subscribe to what the floor below tells."""
        from workflow import accounts  # noqa: F401, PLC0415  models must be loaded first
