"""The national number of twenty-two characters (guide 2.6.2)."""

from datetime import date, datetime

import pytest
from django.conf import LazySettings
from django.db import transaction

from accounts.models import Organisation, User
from batches.models import Batch, BatchStatus
from certificates.models import Certificate
from certificates.numbering import national_series, next_national_number, number_source
from certificates.numbers.national import PROVINCE_CODES, is_national, national_number, prefix_problems
from certificates.numbers.prefixes import add_prefix
from exams.selectors import qualified
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, numbers, results
from workflow.lifecycle import perform
from workflow.models import NumberSeries

ISSUED_ON = date(2026, 9, 8)
SERIES = national_series(numbers.PREFIX, level=4, year=2026)


@pytest.fixture(autouse=True)
def _unpaid(settings: LazySettings) -> None:
    settings.CERTIFY_AFTER_SETTLEMENT = False


@pytest.fixture
def skilled(approved: Batch) -> Batch:
    """Approved results of the national scheme."""
    return numbers.national(approved)


def taken() -> list[str]:
    return list(Certificate.objects.in_roster_order().values_list("number", flat=True))


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("Y000123000001195000001", True),  # the rule's own example
        ("S000066000001261999999", True),  # the corps
        ("S000032000901264000001", True),
        ("X000032000901264000001", False),
        ("SS00032000901264000001", False),
        ("S000024000901264000001", False),  # no province
        ("S000032000901266000001", False),  # no level
        ("S000032000901260000001", False),
        ("S00003200090126400001", False),
        ("S0000320009012640000011", False),
        ("S000032000901264000001\n", False),
        ("S00003200090126400000１", False),
    ],
)
def test_a_national_number_is_known_by_its_shape(number: str, right: bool) -> None:  # noqa: FBT001  a table
    assert is_national(number) is right


def test_every_province_has_its_code_of_the_national_table() -> None:
    assert (PROVINCE_CODES["北京市"], PROVINCE_CODES["江苏省"]) == ("11", "32")
    assert (PROVINCE_CODES["新疆维吾尔自治区"], PROVINCE_CODES["新疆生产建设兵团"]) == ("65", "66")
    assert len(set(PROVINCE_CODES.values())) == len(PROVINCE_CODES) == 32


@pytest.mark.parametrize(
    ("prefix", "province", "told"),
    [
        (numbers.PREFIX, "江苏省", ""),
        ("S00003200090", "江苏省", "编号前缀应为 13 位：Y 或 S 加 12 位数字，现为“S00003200090”（12 位）"),
        ("Z000032000901", "江苏省", "编号前缀应为 13 位"),
        ("S000024000901", "江苏省", "第 6、7 位“24”不是省级代码"),
        ("S000033000901", "江苏省", "第 6、7 位“33”不是江苏省的省级代码“32”"),
        ("S000032000901", "", "该分支机构登记的省份“”没有省级代码"),
    ],
)
def test_a_prefix_has_the_code_of_its_branchs_province(prefix: str, province: str, told: str) -> None:
    assert "".join(one.text for one in prefix_problems(prefix, province=province)).startswith(told)
    assert any(prefix_problems(prefix, province=province)) is bool(told)


@pytest.mark.parametrize(("serial", "level"), [(0, 4), (1_000_000, 4), (1, 6)])
def test_parts_that_make_no_number_are_refused(serial: int, level: int) -> None:
    with pytest.raises(ValueError, match="no national number"):
        national_number(numbers.PREFIX, year=2026, level=level, serial=serial)


def test_the_national_scheme_is_numbered_in_roster_order(skilled: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    batch = results.certified(skilled, centre=centre_user)
    assert batch.status == BatchStatus.CERTIFIED
    assert taken() == [f"{numbers.PREFIX}264000001", f"{numbers.PREFIX}264000002"]
    assert [one.holder_name for one in Certificate.objects.in_roster_order()] == ["林若溪", "买买提·艾力"]


def test_two_stations_of_a_province_share_their_branchs_series(
    skilled: Batch, other_station: Station, management_user: User, centre_user: User
) -> None:
    numbers.prefix(centre_user)
    neighbour = results.approved(other_station, management_user, {"邻站考生": results.PASS})
    other = numbers.national(neighbour)
    results.certified(skilled, centre=centre_user)
    results.certified(other, centre=centre_user)
    assert max(taken()) == f"{numbers.PREFIX}264000003"


def test_without_a_prefix_nothing_is_certified(skilled: Batch, centre_user: User) -> None:
    with pytest.raises(BlockedError, match="江苏省的省级分支机构在 2026-09-08 没有有效的证书编号前缀"):
        results.certified(skilled, centre=centre_user)
    numbers.prefix(centre_user, since=date(2026, 9, 9))
    with pytest.raises(BlockedError, match="请指导中心在“证书编号前缀”中登记后核发"):
        results.certified(skilled, centre=centre_user)
    assert taken() == []


def test_a_station_without_province_is_told_so(skilled: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    Organisation.objects.filter(pk=skilled.station.organisation_id).update(province="")
    with pytest.raises(BlockedError, match="考试站没有登记所在省份"):
        results.certified(Batch.objects.get(pk=skilled.pk), centre=centre_user)


def test_two_prefixes_of_a_province_on_one_day_are_told(skilled: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    second = numbers.branch(code="BR32B")
    add_prefix(branch=second, prefix="S000032000902", valid_from=numbers.SINCE, actor=centre_user)
    with pytest.raises(BlockedError, match="江苏省在 2026-09-08 有 2 个有效的证书编号前缀"):
        results.certified(skilled, centre=centre_user)


@pytest.mark.parametrize(
    ("instant", "number"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), "S000032000901264000001"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI), "S000032000902274000001"),
    ],
)
def test_year_and_prefix_are_those_of_the_day_in_shanghai(
    skilled: Batch, centre_user: User, instant: datetime, number: str
) -> None:
    numbers.prefix(centre_user, valid_to=date(2026, 12, 31))
    numbers.prefix(centre_user, "S000032000902", since=date(2027, 1, 1))
    perform(skilled, "certify", actor=centre_user, at=instant)
    assert taken()[0] == number
    assert Certificate.objects.filter(issued_on=instant.date()).count() == 2


def test_serials_start_anew_with_each_year_and_level(centre_user: User) -> None:
    def take(level: int, on: date) -> str:
        with transaction.atomic():
            return next_national_number(prefix=numbers.PREFIX, level=level, issued_on=on)[13:]

    days = [(4, ISSUED_ON), (4, ISSUED_ON), (3, ISSUED_ON), (4, date(2027, 1, 1)), (4, date(2026, 12, 31))]
    assert [take(*one) for one in days] == [
        "264000001",
        "264000002",
        "263000001",
        "274000001",
        "264000003",
    ]


def test_the_last_serial_is_taken_and_the_next_refused(skilled: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    NumberSeries.objects.create(key=SERIES, last=999_998)
    told = "证书序列码只剩 1 个（最大 999999），需要 2 个"
    with pytest.raises(BlockedError, match=told):
        results.certified(skilled, centre=centre_user)
    NumberSeries.objects.update(last=999_997)
    results.certified(skilled, centre=centre_user)
    assert taken() == [f"{numbers.PREFIX}264999998", f"{numbers.PREFIX}264999999"]


def test_a_taker_past_the_guard_is_refused_too(skilled: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    NumberSeries.objects.create(key=SERIES, last=999_999)
    first = qualified(skilled)[0]
    with pytest.raises(BlockedError, match="只剩 0 个"), transaction.atomic():
        number_source(skilled, issued_on=ISSUED_ON)(first)
    assert NumberSeries.objects.get(key=SERIES).last == 999_999


def test_an_ability_batch_needs_no_prefix(approved: Batch, centre_user: User) -> None:
    results.certified(approved, centre=centre_user, on=exam.EXAM_DATE)
    assert taken()[0] == "2649284901400001"
