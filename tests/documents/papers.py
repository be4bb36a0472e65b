"""Papers with all spans of the official forms, filled for named people, for the tests of every renderer."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from documents.sheets import (
    Align,
    Column,
    ColumnKind,
    Cover,
    Field,
    Fields,
    FormSheet,
    Grid,
    Heading,
    PageBreak,
    Photo,
    Row,
    TableSheet,
    VAlign,
    date_in_words,
    label,
    portrait,
    row,
    signature,
    value,
)

RARE_NAME = "𫖯𬍛㛃䶮𠮷"


def photo_file(shade: str = "#4477aa") -> bytes:
    """Return a JPEG of 390 × 567 px: a head and shoulders in `shade`."""
    image = Image.new("RGB", (390, 567), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((115, 110, 275, 310), fill=shade)
    draw.ellipse((45, 330, 345, 760), fill=shade)
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def personal_form(
    *, name: str = "林若溪", photo: bytes | None = None, watermark: str | None = None, history: str = ""
) -> FormSheet:
    """Return a sheet with the grid of the personal form F3."""
    picture = Photo(photo, 33, 48) if photo else None
    studies = history or "2022 年 9 月 – 2025 年 6 月　海滨机械职业学院　数控技术　学生"
    return FormSheet(
        title="机械行业职业能力水平评价个人申报表",
        code="附件1",
        blocks=(
            Grid(
                columns=(27, 25, 18, 22, 24, 30, 37),
                rows=(
                    row(
                        label("姓名"),
                        value(name),
                        label("性别"),
                        value("女"),
                        label("出生年月"),
                        value("2004 年 5 月"),
                        portrait(picture, text="本人照片\n(小2寸)", rowspan=4),
                        height_mm=13,
                    ),
                    row(label("身份证号"), value("990101200405060021", colspan=5), height_mm=13),
                    row(label("就读院校"), value("海滨机械职业学院", colspan=5), height_mm=13),
                    row(
                        label("文化程度"),
                        value("大学专科", colspan=2),
                        label("入学时间"),
                        value("2022 年 9 月", colspan=2),
                        height_mm=13,
                    ),
                    *(_pair_row(*pair) for pair in PERSONAL_PAIRS),
                    row(
                        label("学习经历"),
                        value(studies, colspan=6, align=Align.START, valign=VAlign.TOP),
                        height_mm=56,
                    ),
                    row(
                        label("盖章处"),
                        signature(foot=f"(现工作单位盖章)  {date_in_words(None)}", colspan=6),
                        height_mm=42,
                    ),
                ),
            ),
        ),
        watermark=watermark,
    )


PERSONAL_PAIRS = (
    ("专业", "数控技术", "已取得职业技能名称及等级", "无"),
    ("已取得证书编号", "无", "发证单位", "无"),
    ("申报职业", "车工（数控车工）", "申报职业工龄", "2 年"),
    ("申报等级", "4（中级工）", "考生电话", "13900000001"),
    ("理论知识考试成绩", "", "实操技能考核成绩", ""),
    ("是否符合申报条件", "符合", "其他", ""),
)


def _pair_row(first: str, held: str, second: str, other: str) -> Row:
    cells = (label(first), value(held, colspan=2), label(second, colspan=2), value(other, colspan=2))
    return row(*cells, height_mm=13)


def examiner_form() -> FormSheet:
    """Return a sheet with the grid of the examiner application F2."""
    foot = f"签字(盖章)：  {date_in_words(None)}"
    return FormSheet(
        title="机械工业人才评价考评、管理人员审批表",
        blocks=(
            Fields((Field("单位名称", "海滨机械职业学院"),)),
            Grid(
                columns=(30, 30, 16, 20, 24, 20, 40),
                rows=(
                    row(
                        label("姓名"),
                        value("周明远"),
                        label("性别"),
                        value("男"),
                        label("年龄"),
                        value("41"),
                        portrait(None, rowspan=4),
                    ),
                    row(label("学历及专业"), value("大学本科　机械设计制造及其自动化", colspan=5)),
                    row(label("身份证号码"), value("990101198403120015", colspan=5)),
                    row(label("所在部门"), value("智能制造学院", colspan=5)),
                    row(label("职业及年限"), value("教师　16 年", colspan=6)),
                    row(label("职称或职务"), value("副教授", colspan=6)),
                    row(label("通讯地址"), value("海滨市学院路 1 号", colspan=6)),
                    row(
                        label("电子邮箱"),
                        value("zhou@example.invalid", colspan=3),
                        label("联系电话"),
                        value("13900000002", colspan=2),
                    ),
                    row(
                        label("参加培训项目"),
                        value("高级考评员（√）", colspan=2),
                        value("考评员（ ）", colspan=2),
                        value("管理人员（ ）", colspan=2),
                    ),
                    row(
                        label("职业能力水平评价(职业技能等级认定)工种(限三个)"),
                        value("数控车工、铣工、钳工", colspan=6),
                        height_mm=18,
                    ),
                    row(
                        label("所在部门推荐意见"), signature("同意推荐。", foot=foot, colspan=6), height_mm=34
                    ),
                    row(label("所在单位推荐意见"), signature(foot=foot, colspan=6), height_mm=34),
                    row(
                        label("机械工业职业技能鉴定指导中心审批意见"),
                        signature(foot=foot, colspan=6),
                        height_mm=34,
                    ),
                ),
            ),
        ),
    )


def station_form(*, equipment: int = 4, watermark: str | None = None) -> FormSheet:
    """Return a sheet with the pages of the station application F1, with `equipment` rows of two items."""
    foot = f"(盖章)  {date_in_words(None)}"
    opinions = (
        "承建单位推荐意见",
        "分中心 / 实训基地 / 管理站推荐意见",
        "机械工业职业技能鉴定指导中心审查意见",
    )
    return FormSheet(
        title="机械行业人才评价机构\n审批登记表",
        blocks=(
            Cover(
                (
                    Field("申报机构类别", "考试站"),
                    Field("承建单位", "海滨机械职业学院", "(盖章)"),
                    Field("单位负责人", "", "(签字)"),
                    Field("申请日期", date_in_words(date(2026, 3, 2))),
                ),
                foot="机械工业职业技能鉴定指导中心制",
            ),
            Heading("承建单位简况与基本条件"),
            Grid(
                (1, 3),
                (
                    row(label("承建单位名称"), value("海滨机械职业学院")),
                    row(label("承建单位性质"), value("公办高等职业学校")),
                    row(label("承建单位法人代表"), value("沈知行")),
                    row(label("承建单位地址"), value("海滨市学院路 1 号")),
                    row(label("联系电话"), value("0990-0000000")),
                    row(label("邮政编码"), value("000000")),
                    row(label("实训教师配备情况"), value("专职 18 人，其中高级技师 6 人。"), height_mm=45),
                    row(
                        label("考评人员、管理人员配备情况"),
                        value("考评员 9 人，管理人员 4 人。"),
                        height_mm=45,
                    ),
                    row(label("机构管理规章目录"), value("考场规则\n考评员守则\n保密制度"), height_mm=45),
                ),
            ),
            PageBreak(),
            Grid(
                (20, 33, 18, 33, 18, 32, 18),
                (
                    row(
                        label("场地"),
                        label("办公场地面积"),
                        value("120 m²"),
                        label("理论考试场地面积"),
                        value("300 m²"),
                        label("技能考核场地面积"),
                        value("2 400 m²"),
                        height_mm=16,
                    ),
                ),
            ),
            _equipment("培训及考核设备", "数控车床 CK6140", equipment),
            _equipment("检测设备", "三坐标测量机", 3),
            PageBreak(),
            Heading("申请职业（工种）"),
            Grid(
                (8, 30, 30, 14, 24),
                (
                    row(*map(label, TRADE_HEADS), heading=True),
                    row(*map(value, ("1", "6-18-01-01 车工", "6-18-01-01-01 数控车工", "5、4、3", "周明远"))),
                    row(*map(value, ("2", "6-18-01-02 铣工", "6-18-01-02-01 数控铣工", "4、3", "韩素秋"))),
                ),
            ),
            PageBreak(),
            Heading("推荐与审批、批准"),
            Grid(
                (1, 3),
                (
                    *(row(label(title), signature("同意。", foot=foot), height_mm=55) for title in opinions),
                    row(label("备注"), value(), height_mm=30),
                ),
            ),
        ),
        watermark=watermark,
    )


TRADE_HEADS = ("序号", "职业编码及名称", "工种编码及名称", "申请等级", "对应考评员")


def _equipment(title: str, item: str, rows: int) -> Grid:
    heads = [label(text) for text in ("设备名称、型号", "数量") * 2]
    body = (
        row(*map(value, (f"{item} 左{number}", str(number), f"{item} 右{number}", str(number))))
        for number in range(1, rows + 1)
    )
    return Grid((20, 58, 18, 58, 18), (row(label(title, rowspan=rows + 1), *heads, heading=True), *body))


ROSTER_COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("姓名", width=12),
    Column("证件号码", width=22),
    Column("出生日期", ColumnKind.DATE, 12),
    Column("工种名称", width=16),
    Column("理论成绩", ColumnKind.NUMBER, 10),
    Column("联系电话", width=14),
    Column("备注", width=16),
)


def roster(
    *, people: int = 3, name: str = "林若溪", remark: str = "", watermark: str | None = None
) -> TableSheet:
    """Return a list in the manner of the qualified roster F4, everybody in it called `name`."""
    return TableSheet(
        title="机械行业人才评价合格人员名册",
        columns=ROSTER_COLUMNS,
        rows=tuple(
            (
                number,
                name,
                f"99010120040506{number:04d}",
                date(2004, 5, 6),
                "数控车工",
                Decimal("82.5"),
                PHONE,
                remark,
            )
            for number in range(1, people + 1)
        ),
        facts=(
            ("机构名称", "海滨机械职业学院考试站"),
            ("机构编码", "49284299"),
            ("批次号", "49284299-2026-01"),
            ("考试日期", date(2026, 9, 1)),
            ("人数", people),
        ),
        signatures=(("填表人", "韩素秋"), ("审核人", ""), ("填表日期", date(2026, 9, 8))),
        tab="合格人员名册",
        frozen_columns=2,
        watermark=watermark,
    )


PHONE = "013900000001"
