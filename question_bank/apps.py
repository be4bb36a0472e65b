"""App configuration."""

from importlib import import_module

from django.apps import AppConfig

# Each registers what this app adds to life cycles, jobs and pages below.
REGISTERING = ("lifecycle", "importing.jobs", "exporting", "papers.panels", "checks")


class QuestionBankConfig(AppConfig):
    """Questions and papers."""

    name = "question_bank"
    verbose_name = "题库"

    def ready(self) -> None:
        """Register, once the models are loaded."""
        for module in REGISTERING:
            import_module(f"question_bank.{module}")
