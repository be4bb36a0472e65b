"""Life cycles of an enrolment and of a request for correction."""

from candidates.lifecycle import corrections, enrolments

__all__ = ["corrections", "enrolments"]
