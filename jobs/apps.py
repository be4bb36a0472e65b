"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work."""

    name = "jobs"
    verbose_name = "后台任务"
