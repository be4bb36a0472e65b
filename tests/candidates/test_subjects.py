"""Subjects that go with a trade, and those that a reviewer is told of (guide 4.7-1)."""

import pytest

from candidates.eligibility_data.subjects import looks_unlike
from scope_catalog.choices import Category, MachineCategory, Scheme
from scope_catalog.models import Occupation, Trade

ALIKE = (
    ("数控技术", "数控车工", "车工"),
    ("数控技术应用", "普通铣工", "铣工"),
    ("机械制造与自动化", "平面磨工", "磨工"),
    ("机电一体化技术", "维修电工", "电工"),
    ("机电一体化", "装配钳工", "装配钳工"),
    ("模具设计与制造", "冲压模具工", "模具工"),
    ("焊接技术应用", "钎焊工", "焊工"),
    ("材料成型及控制工程", "砂型铸造工", "铸造工"),
    ("汽车检测与维修技术", "汽车玻璃维修工", "汽车维修工"),
    ("新能源汽车技术", "汽车车身检测工", "机动车检测工"),
    ("车辆工程", "汽车装调工", "汽车装调工"),
    ("工业机器人技术", "工业机器人操作调整员", "机器人工程技术人员"),
    ("电气自动化技术", "维修电工", "电工"),
    ("智能制造工程", "数控车工", "车工"),
    ("制冷与空调技术", "制冷工", "制冷空调系统安装维修工"),
    ("供热通风与空调工程技术", "制冷工", "制冷空调系统安装维修工"),
    ("计算机网络技术", "计算机程序设计员", "计算机程序设计员"),
    ("物流管理", "物流服务师", "物流服务师"),
    ("跨境电子商务", "电子商务师", "电子商务师"),
    ("印刷媒体技术", "数字印刷员", "印刷操作员"),
    ("无人机应用技术", "无人机装调维护师", "无人机技术应用师"),
    ("农业装备应用技术", "农机修理工", "农机修理工"),
    ("工程机械运用技术", "挖掘机操作工", "工程机械操作工"),
    ("分析检验技术", "化学检验员", "化学检验员"),
    (" 数控 技术 ", "数控车工", "车工"),
    ("", "数控车工", "车工"),
)
UNLIKE = (
    ("护理", "数控车工", "车工"),
    ("学前教育", "数控车工", "车工"),
    ("会计", "钎焊工", "焊工"),
    ("大数据与会计", "钎焊工", "焊工"),
    ("中餐烹饪", "普通铣工", "铣工"),
    ("旅游管理", "维修电工", "电工"),
    ("商务英语", "数控车工", "车工"),
    ("音乐表演", "装配钳工", "装配钳工"),
    ("畜牧兽医", "农机修理工", "农机修理工"),
    ("美容美发与形象设计", "汽车玻璃维修工", "汽车维修工"),
    ("计算机应用", "数控车工", "车工"),
    ("汽车运用与维修", "数控车工", "车工"),
    ("社区管理与服务", "物流服务师", "物流服务师"),
    ("服装设计与工艺", "数控车工", "车工"),
)


def _trade(name: str, occupation: str) -> Trade:
    held = Occupation(scheme=Scheme.ABILITY, category=Category.SKILLED, name=occupation)
    return Trade(occupation=held, name=name)


@pytest.mark.parametrize(("subject", "trade", "occupation"), ALIKE)
def test_a_subject_of_the_field_gives_no_hint(subject: str, trade: str, occupation: str) -> None:
    assert not looks_unlike(subject, _trade(trade, occupation))


@pytest.mark.parametrize(("subject", "trade", "occupation"), UNLIKE)
def test_a_subject_of_another_field_gives_a_hint(subject: str, trade: str, occupation: str) -> None:
    assert looks_unlike(subject, _trade(trade, occupation))


def test_the_machine_of_a_trade_counts() -> None:
    trade = _trade("操作工", "操作工")
    assert looks_unlike("起重机械运用", trade)
    trade.machine_category = MachineCategory.LIFTING
    assert not looks_unlike("起重机械运用", trade)
