"""What is typed into the pages of exams."""

from exams.forms.scores import GridRow, ScoreGridForm

__all__ = ["GridRow", "ScoreGridForm"]
