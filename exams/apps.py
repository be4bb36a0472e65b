"""App configuration."""

from importlib import import_module

from django.apps import AppConfig

# What a batch's page shows of the exam, in the order in which it is done; each registers itself when loaded.
BEFORE_SCORES = ("seating", "attending")
AFTER_SCORES = ("scoring", "proof", "evaluation", "supervising", "publishing", "archiving")


class ExamsConfig(AppConfig):
    """Papers at the station, scores and grades, and the supervision of exams."""

    name = "exams"
    verbose_name = "成绩"

    def ready(self) -> None:
        """Register what this app adds to the life cycles and pages of the apps below."""
        from batches.sections import register_panel  # noqa: PLC0415  models must be loaded first
        from candidates.progress import register_stages  # noqa: PLC0415
        from candidates.scores import provide_scores  # noqa: PLC0415
        from exams import figures, lifecycle, supervisor_panel  # noqa: F401, PLC0415
        from exams.panels import scores_panel, supervision_panel  # noqa: PLC0415
        from exams.papers.panels import receipts_panel  # noqa: PLC0415
        from exams.selectors import published_scores  # noqa: PLC0415
        from exams.stages import exam_stages, result_stages  # noqa: PLC0415

        register_panel(supervision_panel)
        register_panel(receipts_panel)
        for subject in BEFORE_SCORES:
            import_module(f"exams.{subject}.panels")
        register_panel(scores_panel)
        for subject in AFTER_SCORES:
            import_module(f"exams.{subject}.panels")
        provide_scores(published_scores)
        register_stages(exam_stages, result_stages)
