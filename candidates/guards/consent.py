"""Whether the person has agreed to the privacy text that holds."""

from collections.abc import Iterator

from candidates.models import Enrolment
from candidates.person.privacy import CURRENT_VERSION, has_consented
from ostami.problems import Problem
from workflow.lifecycle import Step


def consent_given(step: Step[Enrolment]) -> Iterator[Problem]:
    """Nobody hands in a form without having agreed to the text that holds (个人信息保护法 14, 29)."""
    if not has_consented(step.case.candidate.user):
        yield Problem(
            f"还没有同意个人信息处理说明（{CURRENT_VERSION} 版）",
            remedy="请打开页面底部的“个人信息处理说明”，阅读并同意后再办理",
        )
