import pytest

from scope_catalog.pinyin import READINGS_KEPT, initials


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("数控车工", {"skcg", "skjg"}),
        ("起重工", {"qzg", "qcg"}),
        ("长度计量员", {"cdjly", "zdjly"}),
        ("弹簧制作工", {"thzzg", "dhzzg"}),
        ("增材制造(3D打印)技术应用师", {"zczz3ddyjsyys"}),
        ("增材制造（３Ｄ打印）技术应用师", {"zczz3ddyjsyys"}),
        ("焊材拔、切丝工", {"hcbqsg"}),
    ],
)
def test_a_name_is_spelt_by_every_usual_reading(name: str, readings: set[str]) -> None:
    assert set(initials(name).split(" ")) == readings


def test_a_character_is_read_the_same_way_throughout_a_name() -> None:
    assert set(initials("重车重").split(" ")) == {"zcz", "zjz", "ccc", "cjc"}


def test_a_name_full_of_doubtful_characters_keeps_its_readings_few() -> None:
    assert len(initials("传会卷参圈弹强折").split(" ")) <= READINGS_KEPT + 1
