"""What a supervisor reports of an exam, and what the station puts right (guide 4.5.1-8, -11)."""

from exams.supervising.outstanding import open_reports

__all__ = ["open_reports"]
