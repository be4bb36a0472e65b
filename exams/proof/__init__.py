"""Evidence of an exam: what is needed, what is there, and taking it in (guide 4.6-6)."""

from exams.proof.selectors import evidence_of, missing, missing_of

__all__ = ["evidence_of", "missing", "missing_of"]
