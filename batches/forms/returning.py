"""What an approver types when an application or results go back."""

from typing import Any

from batches.deciding.returning import PARTS, RESULT_PARTS
from workflow.return_forms import PartsReturnForm


class ReturnForm(PartsReturnForm):
    """One field for each part of the application."""

    nothing_said = "请至少填写一项需要修改的内容，考试站将据此修改。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parts=PARTS, **kwargs)


class ResultsReturnForm(PartsReturnForm):
    """One field for each part of the results."""

    nothing_said = "请至少填写一项需要更正、补充的内容，考试站将据此办理。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parts=RESULT_PARTS, **kwargs)
