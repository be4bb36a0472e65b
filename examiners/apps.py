"""App configuration."""

from django.apps import AppConfig


class ExaminersConfig(AppConfig):
    """Examiners."""

    name = "examiners"
    verbose_name = "考评员"
