"""A small bank of the management station: questions for the self-test, and two that wait to be checked."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from accounts.rights import Role
from ostami import clock
from portal.practice.days import Journey
from portal.practice.people import PASSWORD
from question_bank.content import Content
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models import Question
from question_bank.services.questions import make_question
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow.lifecycle import perform

WRITER_LOGIN = "贾命题"
SAFETY, TURNING, MEASURING = "安全文明生产", "车削加工", "测量与公差"

# Kind, knowledge point, stem, options, answer, explanation.
Row = tuple[QuestionKind, str, str, tuple[str, ...], tuple[str, ...], str]
PRACTICE: tuple[Row, ...] = (
    (
        QuestionKind.TRUE_FALSE,
        SAFETY,
        "操作车床时可以戴手套。",
        (),
        ("错",),
        "手套可能被旋转的工件或卡盘卷入。",
    ),
    (
        QuestionKind.TRUE_FALSE,
        SAFETY,
        "装夹工件后，卡盘扳手应立即取下。",
        (),
        ("对",),
        "主轴启动会把扳手甩出。",
    ),
    (QuestionKind.TRUE_FALSE, MEASURING, "机床运转时可以用游标卡尺测量工件。", (), ("错",), "须停车后测量。"),
    (
        QuestionKind.SINGLE,
        TURNING,
        "车外圆时，工件每转一转，车刀沿进给方向移动的距离称为什么？",
        ("切削速度", "进给量", "背吃刀量", "主轴转速"),
        ("B",),
        "进给量以 mm/r 计。",
    ),
    (
        QuestionKind.SINGLE,
        TURNING,
        "用三爪自定心卡盘装夹，适合哪一种工件？",
        ("圆棒料", "大型铸件", "偏心很大的工件", "不规则板料"),
        ("A",),
        "三爪同步移动，自动定心。",
    ),
    (
        QuestionKind.SINGLE,
        MEASURING,
        "分度值为 0.02 mm 的游标卡尺，不能可靠读出哪一个尺寸？",
        ("20.00 mm", "20.02 mm", "20.10 mm", "20.005 mm"),
        ("D",),
        "读数是分度值的整数倍。",
    ),
    (
        QuestionKind.MULTIPLE,
        SAFETY,
        "上车床操作前应当做到哪些？",
        ("扎紧袖口", "戴好工作帽", "戴防护眼镜", "戴围巾"),
        ("A", "B", "C"),
        "围巾可能被卷入。",
    ),
    (
        QuestionKind.MULTIPLE,
        TURNING,
        "切削用量包括哪些？",
        ("切削速度", "进给量", "背吃刀量", "刀具价格"),
        ("A", "B", "C"),
        "合称切削用量三要素。",
    ),
    (
        QuestionKind.FILL_IN,
        TURNING,
        "切削用量三要素中，v 代表____。",
        (),
        ("切削速度|线速度",),
        "单位为 m/min。",
    ),
    (QuestionKind.FILL_IN, MEASURING, "千分尺的分度值一般为____ mm。", (), ("0.01",), "即百分之一毫米。"),
)
WAITING: tuple[Row, ...] = (
    (
        QuestionKind.SHORT,
        SAFETY,
        "演练：简述车床开机前的检查内容。",
        (),
        ("检查防护、润滑、手柄位置和工件装夹。",),
        "",
    ),
    (QuestionKind.TERM, TURNING, "演练：背吃刀量", (), ("已加工表面与待加工表面之间的垂直距离。",), ""),
)


def question_story(management: User, trade: Trade, *, today: date) -> Journey:
    """Play the writing of a small bank, checked by the management station's main login."""
    yield today - timedelta(30)
    writer = _writer(management)
    for level in (Level.FIVE, Level.FOUR):
        for question in _written(PRACTICE, writer, trade, level, Pool.PRACTICE):
            perform(question, "approve", actor=management)
    yield today - timedelta(1)
    list(_written(WAITING, writer, trade, Level.FOUR, Pool.EXAM))


def _writer(management: User) -> User:
    found = User.objects.filter(username=WRITER_LOGIN).first()
    return found or User.objects.create_user(
        WRITER_LOGIN,
        PASSWORD,
        role=Role.MANAGEMENT,
        organisation=management.organisation,
        person_name=WRITER_LOGIN,
    )


def _written(rows: Iterable[Row], writer: User, trade: Trade, level: Level, pool: Pool) -> Iterator[Question]:
    for kind, point, stem, options, answer, told in rows:
        question = make_question(
            kind=kind,
            actor=writer,
            at=clock.now(),
            pool=pool,
            trade=trade,
            level=level,
            knowledge_point=point,
            difficulty=Difficulty.FAIRLY_EASY,
            points=Decimal(2),
            content=Content(stem=stem, options=options, answer=answer, explanation=told),
        )
        yield perform(question, "submit", actor=writer)
