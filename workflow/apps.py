"""App configuration."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Transitions and the audit chain."""

    name = "workflow"
    verbose_name = "办理流程"
