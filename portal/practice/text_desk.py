"""Notices of the practice portal: one pinned, one plain, one that waits for its day."""

from datetime import date, timedelta

from accounts.models import User
from ostami import clock
from portal.texts.lifecycle import Showing
from portal.texts.loading import load_texts
from portal.texts.writing import TextFacts, new_notice
from workflow.lifecycle import perform

WELCOME = TextFacts(
    "演练平台使用说明",
    "这里的单位、人员和批次都是虚构的，可以放心试用。",
    """这是供考试站、管理站熟悉流程的**演练平台**，所有单位、人员、批次和证书都是虚构的。

## 怎样开始

1. 用演练账号登录，先看“待办”。
2. 用页面上方的日期条把平台日期往后拨，就能走完从计划到证书的全过程。
3. 平台发出的邮件都在“演练邮箱”里，不会真的寄出。

## 请注意

- 不要填写真实的姓名、证件号码和电话。
- 打印出来的表格和证书都带有“演练”水印。
""",
)
TRAINING = TextFacts(
    "机械工业人才评价考评、管理人员培训认证班报名通知",
    "各考试站可在平台上为本站教师报名。",
    """各考试站：

新一期考评、管理人员培训认证班开始报名，请在“培训认证班”中为本站教师报名，名额有限，先报先得。

任职条件如下：

{{规则:考评员条件}}

培训合格后请尽快申报，期限见[怎样成为考评员](/pages/examiner/)。
""",
)
PLANS = TextFacts(
    "关于编报下一年度评价计划的通知",
    "请各考试站按时编报年度计划。",
    """各考试站：

请根据生源和设备情况编报下一年度计划。每条计划的人数和批次的期限如下，平台在提交时自动核对。

{{规则:考务期限}}
""",
)


def practice_notices(*, management: User, today: date) -> None:
    """Load the shipped pages, and publish notices as management would have; one waits for next week."""
    load_texts()
    publish(PLANS, Showing(today - timedelta(days=40)), management=management)
    publish(TRAINING, Showing(today - timedelta(days=6)), management=management)
    publish(WELCOME, Showing(today - timedelta(days=90), pinned=True), management=management)
    draft = TextFacts("关于下一年度年审的通知", "", "各考试站：\n\n请按时填报年审。\n\n{{规则:考试站期限}}")
    publish(draft, Showing(today + timedelta(days=7)), management=management)


def publish(facts: TextFacts, showing: Showing, *, management: User) -> None:
    """Write a notice, and publish it."""
    text = new_notice(facts=facts, actor=management, at=clock.now())
    perform(text, "publish", actor=management, showing=showing)
