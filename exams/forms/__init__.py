"""What is typed into the pages of exams."""

from exams.forms.score_rows import GridRow
from exams.forms.scores import ScoreGridForm

__all__ = ["GridRow", "ScoreGridForm"]
