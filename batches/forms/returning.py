"""What an approver types when an application goes back."""

from typing import Any

from batches.deciding.returning import PARTS
from workflow.return_forms import PartsReturnForm


class ReturnForm(PartsReturnForm):
    """One field for each part of the application."""

    nothing_said = "请至少填写一项需要修改的内容，考试站将据此修改。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parts=PARTS, **kwargs)
