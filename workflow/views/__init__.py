"""Pages of the workflow: moving a case, and the table of working days."""

from workflow.views.transitions import TransitionView

__all__ = ["TransitionView"]
