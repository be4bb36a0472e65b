"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Stations, scope, applications and reviews."""

    name = "stations"
    verbose_name = "考试站"

    def ready(self) -> None:
        """Register the life cycles."""
        import_module("stations.lifecycle")
