"""Forms of the inbox: what its list is narrowed by, and which topics a person wants by mail."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.form_fields import filter_choice
from accounts.models import User
from portal.inbox.wishes import wishes_of
from portal.models import How, Message, Topic

UNREAD = "unread"
HINTS = {
    Topic.TODO: "别人提交给您、等待您办理或答复的事项",
    Topic.DECISION: "您提交的事项办理到了哪一步、结果和理由",
    Topic.DEADLINE: "报名、花名册、考试、整改、许可证和资格等截止前 7、3、1 天的提醒",
    Topic.EXAM: "考试安排、日期调整、成绩公布、评价报告和督考任务",
    Topic.CERTIFICATE: "证书核发、寄送、变更和结算",
}


class MessageFilter(forms.Form):
    """Topic, and whether it was read."""

    topic = filter_choice("类别", Topic.choices)
    read = filter_choice("状态", ((UNREAD, "未读"),))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    def narrow(self, messages: QuerySet[Message]) -> QuerySet[Message]:
        """Return those that the valid filters leave."""
        asked = self.cleaned_data
        if asked.get("topic"):
            messages = messages.filter(topic=asked["topic"])
        return messages.filter(read_at=None) if asked.get("read") else messages


class ChoicesForm(forms.Form):
    """How a person wants each topic by mail."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, how in wishes_of(actor).items():
            self.fields[topic] = forms.ChoiceField(
                label=topic.label, choices=How.choices, initial=how, help_text=HINTS[topic]
            )

    @property
    def wishes(self) -> dict[Topic, How]:
        """What was chosen."""
        return {topic: How(self.cleaned_data[topic]) for topic in Topic}
