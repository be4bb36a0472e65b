"""Management of exams."""
