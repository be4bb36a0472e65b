"""The papers of a practice batch: the bank of a station, papers composed of it, checked and sealed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from accounts.rights import Role
from batches.models import BatchItem, BatchStatus
from documents.docx import render_docx
from exams.services.papers import name_keepers
from ostami import clock
from portal.practice.days import Journey
from portal.practice.people import PASSWORD
from portal.practice.station_desk import Desk
from question_bank.blueprint_facts import BlueprintFacts, KindRow
from question_bank.content import Content
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models import Paper, PracticalTask, Question
from question_bank.services.blueprints import make_blueprint
from question_bank.services.paper_uses import use_paper
from question_bank.services.papers import compose_paper, paper_of_task
from question_bank.services.questions import make_question
from question_bank.services.tasks import add_task
from question_bank.sheets.task import TaskPaper, task_sheet
from question_bank.task_content import ScoringRow, Supply, TaskContent
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow.lifecycle import perform

AUTHOR_LOGIN = "贾组卷"
LEVEL = Level.FIVE
PREPARED, COMPOSED = timedelta(20), timedelta(18)  # days before today
KNOWLEDGE = ("金属材料", "工量具", "车床与车刀")
TRUE_OR_FALSE = (
    (0, "45 钢属于中碳钢。", "对"),
    (0, "铸铁的含碳量比钢低。", "错"),
    (1, "游标卡尺可以测量旋转中的工件。", "错"),
    (1, "千分尺使用前应校对零位。", "对"),
    (1, "量具与刀具可以叠放在一起。", "错"),
    (2, "车刀刀尖一般应与工件轴线等高。", "对"),
    (2, "车床主轴变速可以在主轴旋转时进行。", "错"),
    (2, "前角越大，切削刃的强度越高。", "错"),
    (2, "精车时应选较小的进给量。", "对"),
    (2, "中滑板用来实现横向进给。", "对"),
)
ONE_OF_FOUR = (
    (0, "下列材料中，硬度最高的是哪一种？", ("紫铜", "铝", "淬火钢", "低碳钢"), "C"),
    (0, "HT200 表示哪一种材料？", ("灰铸铁", "球墨铸铁", "碳素工具钢", "青铜"), "A"),
    (0, "为降低钢的硬度、便于切削，一般采用哪一种热处理？", ("淬火", "退火", "渗碳", "氮化"), "B"),
    (1, "测量孔的深度，宜用哪一种量具？", ("塞规", "深度游标卡尺", "卡规", "百分表"), "B"),
    (1, "百分表的分度值一般是多少？", ("0.1 mm", "0.05 mm", "0.02 mm", "0.01 mm"), "D"),
    (1, "检验外圆的径向圆跳动，常用哪一种量具？", ("百分表", "钢直尺", "塞尺", "角度尺"), "A"),
    (2, "CA6140 型车床床身上最大工件回转直径是多少？", ("140 mm", "300 mm", "400 mm", "610 mm"), "C"),
    (2, "车床上用来支承长工件、安装钻头的部件是哪一个？", ("床鞍", "尾座", "溜板箱", "主轴箱"), "B"),
    (2, "粗车铸铁工件，宜选用哪一类硬质合金？", ("YG 类", "YT 类", "高速钢", "金刚石"), "A"),
    (2, "车端面时，车刀装得低于工件中心会怎样？", ("留有凸头", "刀杆折断", "转速升高", "没有影响"), "A"),
    (2, "车削外圆时，主运动是什么？", ("刀架移动", "工件旋转", "尾座移动", "切削液流动"), "B"),
    (2, "车刀的主偏角增大时，背向力怎样变化？", ("增大", "减小", "不变", "先增后减"), "B"),
    (2, "车螺纹时，工件每转一转，车刀应移动多少？", ("一个导程", "半个螺距", "一个牙高", "任意"), "A"),
    (2, "切断工件时，切断刀的主切削刃应当怎样装？", ("高于中心", "与中心等高", "低于中心", "任意"), "B"),
)
TASK = TaskContent(
    title="台阶轴车削（演练）",
    requirements="按图样车削台阶轴，未注公差按 IT12。\n不得使用砂布抛光。",
    materials=(Supply("45 钢棒料", "Φ35×120", "1 件"),),
    tools=(Supply("游标卡尺", "0–150 mm", "1 把"), Supply("外圆车刀", "90°", "1 把")),
    steps="装夹毛坯，车两端面，钻中心孔。\n一夹一顶，粗车、精车各外圆。\n倒角，去毛刺。",
    scoring=(
        ScoringRow("外圆 Φ30", "超差 0.01 mm 扣 2 分", Decimal(30)),
        ScoringRow("外圆 Φ24", "超差 0.01 mm 扣 2 分", Decimal(30)),
        ScoringRow("长度 60", "超差不得分", Decimal(15)),
        ScoringRow("表面粗糙度 Ra3.2", "每处降一级扣 3 分", Decimal(15)),
        ScoringRow("安全文明生产", "违反一项扣 2 分", Decimal(10)),
    ),
    safety="穿工作服、戴工作帽和防护眼镜，不戴手套。",
)


def paper_story(desk: Desk, trade: Trade, *, today: date) -> Journey:
    """Play a station's way from its questions to the sealed papers of the batch that examines `trade`."""
    yield today - PREPARED
    author = _author(desk)
    _bank(desk, author, trade)
    blueprint = make_blueprint(facts=_blueprint(trade), actor=author, at=clock.now())
    task = _task(desk, author, trade)
    yield today - COMPOSED
    composed = compose_paper(blueprint=blueprint, actor=author, at=clock.now())
    practical = paper_of_task(task=task, actor=author, at=clock.now())
    item = _item(desk, trade, today)
    for paper in (composed, practical):
        use_paper(item=item, paper=_sealed(desk, paper, author), actor=desk.login, at=clock.now())
    name_keepers(station=desk.station, users=[desk.login], actor=desk.login, at=clock.now())


def _author(desk: Desk) -> User:
    found = User.objects.filter(username=AUTHOR_LOGIN).first()
    return found or User.objects.create_user(
        AUTHOR_LOGIN,
        PASSWORD,
        role=Role.STATION,
        organisation=desk.station.organisation,
        person_name=AUTHOR_LOGIN,
    )


def _bank(desk: Desk, author: User, trade: Trade) -> None:
    for question in _questions(author, trade):
        perform(perform(question, "submit", actor=author), "approve", actor=desk.login)


def _questions(author: User, trade: Trade) -> Iterator[Question]:
    for point, stem, answer in TRUE_OR_FALSE:
        yield _question(author, trade, QuestionKind.TRUE_FALSE, point, Content(stem=stem, answer=(answer,)))
    for point, stem, options, answer in ONE_OF_FOUR:
        content = Content(stem=stem, options=options, answer=(answer,))
        yield _question(author, trade, QuestionKind.SINGLE, point, content)


def _question(author: User, trade: Trade, kind: QuestionKind, point: int, content: Content) -> Question:
    return make_question(
        kind=kind,
        actor=author,
        at=clock.now(),
        pool=Pool.EXAM,
        trade=trade,
        level=LEVEL,
        knowledge_point=KNOWLEDGE[point],
        difficulty=Difficulty.MEDIUM,
        points=Decimal(5),
        content=content,
    )


def _blueprint(trade: Trade) -> BlueprintFacts:
    """Ask for half of the bank: whoever tries it composes a second paper, which shares nothing."""
    return BlueprintFacts(
        trade=trade,
        level=LEVEL,
        name="演练：车工五级",
        minutes=60,
        rows=(
            KindRow(kind=QuestionKind.TRUE_FALSE, count=5, points=Decimal(6)),
            KindRow(kind=QuestionKind.SINGLE, count=7, points=Decimal(10)),
        ),
        quotas={KNOWLEDGE[0]: 2, KNOWLEDGE[1]: 3},
    )


def _task(desk: Desk, author: User, trade: Trade) -> PracticalTask:
    sheet = task_sheet(TaskPaper(minutes=120, content=TASK))
    task = add_task(actor=author, trade=trade, level=LEVEL, content=render_docx(sheet), at=clock.now())
    return perform(perform(task, "submit", actor=author), "approve", actor=desk.login)


def _item(desk: Desk, trade: Trade, today: date) -> BatchItem:
    """Return the trade and level of the batch whose papers can be signed for on the day."""
    items = BatchItem.objects.filter(batch__station=desk.station, batch__status=BatchStatus.APPROVED)
    return items.filter(plan_item__trade=trade, plan_item__level=LEVEL, batch__exam_date__gt=today).earliest(
        "batch__exam_date"
    )


def _sealed(desk: Desk, paper: Paper, author: User) -> Paper:
    handed_in = perform(paper, "submit", actor=author)
    return perform(perform(handed_in, "check", actor=desk.login), "seal", actor=desk.login)
