from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from stations.loading import load_stations
from stations.models import Station
from stations.rows import COLUMNS, read_rows
from workflow.audit import history_of, verify

FILE: Path = settings.FIXTURE_DIR / "stations.csv"
HEADER = ",".join(COLUMNS)

pytestmark = pytest.mark.django_db


def load(file: Path = FILE) -> str:
    out = StringIO()
    call_command("load_stations", file=file, stdout=out)
    return out.getvalue().strip()


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    file = path / "stations.csv"
    file.write_text("\n".join([header, *lines]), encoding="utf-8")
    return file


def test_the_guides_forty_three_stations_are_entered_under_their_management() -> None:
    assert load() == "考试站：新增 43，未变 0。"
    centre = Organisation.objects.get(kind=OrganisationKind.CENTRE)
    management = Organisation.objects.get(kind=OrganisationKind.MANAGEMENT)
    assert (centre.name, centre.code) == ("机械工业职业技能鉴定指导中心", "49000000")
    assert (management.name, management.code, management.parent) == (
        "机械行业职业能力评价职教管理站",
        "49283000",
        centre,
    )
    assert Station.objects.filter(organisation__parent=management).count() == 43
    yunyang = Station.objects.get(organisation__code="49284299")
    assert str(yunyang) == "机械行业职业能力评价职教299考试站"
    assert yunyang.host_organization == "重庆市云阳职业教育中心"
    assert yunyang.organisation.province == "重庆市"
    assert [event.sentence for event in history_of(yunyang)] == ["按已批复的考试站名单登记（服务指南 2.4）"]
    assert verify() == []


def test_a_province_is_given_only_where_the_hosts_name_makes_it_certain() -> None:
    load()
    nameless = Station.objects.filter(organisation__province="")
    assert [station.host_organization for station in nameless] == ["长江工程职业技术学院"]


def test_each_station_gets_one_main_login_that_nobody_can_use_yet() -> None:
    load()
    logins = User.objects.get_queryset().filter(role=Role.STATION).select_related("organisation")
    assert len(logins) == 43
    assert all(login.username == login.organisation.name for login in logins if login.organisation)
    assert not any(login.has_usable_password() for login in logins)


def test_loading_twice_changes_nothing_and_keeps_what_staff_entered() -> None:
    load()
    station = Station.objects.get(organisation__code="49284292")
    Organisation.objects.filter(pk=station.organisation_id).update(
        province="湖北省", email="a@example.invalid", name="机械行业职业能力评价职教292考试站（武汉）"
    )
    Station.objects.filter(pk=station.pk).update(licence_number="许可 292")
    before = list(Organisation.objects.values()), list(Station.objects.values()), User.objects.count()
    assert load() == "考试站：新增 0，未变 43。"
    assert (
        list(Organisation.objects.values()),
        list(Station.objects.values()),
        User.objects.count(),
    ) == before


def test_a_station_missing_from_the_registry_is_added_beside_the_others() -> None:
    rows = read_rows(FILE)
    load_stations(rows=rows[:40])
    report = load_stations(rows=rows)
    assert (report.new, report.unchanged) == (3, 40)


@pytest.mark.parametrize(
    ("lines", "header", "sentence"),
    [
        ((), HEADER, "没有任何一行"),
        (("1,甲,1,乙,,",), "name,code", "表头不对"),
        (("1,机械行业职业能力评价职教299考试站,49284298,某学校,,",), HEADER, "不符（服务指南 2.4）"),
        (("1,机械行业职业能力评价职教299考试站,49284299,,,",), HEADER, "缺少承建单位"),
        (("1,机械行业职业能力评价职教299考试站,49284299,某学校,,",) * 2, HEADER, "出现了 2 次"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_entered(
    tmp_path: Path, lines: tuple[str, ...], header: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        load(write(tmp_path, *lines, header=header))
    assert not Station.objects.exists()
    assert not Organisation.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="考试站未载入"):
        load(tmp_path / "none.csv")
