"""App configuration."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Stations and scope."""

    name = "stations"
    verbose_name = "考试站"
