"""The app's configuration: registers the checks of the machine's fonts and libraries."""

from django.apps import AppConfig
from django.core.checks import register


class DocumentsConfig(AppConfig):
    """Papers as data and their renderers, uploaded files, imported tables."""

    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        """Register the system checks of this app."""
        from documents.checks import check_printing  # noqa: PLC0415  apps are imported before checks may be

        register(check_printing)
