"""Sentences where the history's own says too little to whoever was not there."""

from collections.abc import Iterator

from certificates.settlement.bills import bill_as_stored
from portal.telling import addressees as to
from portal.telling.acts import Act
from portal.telling.addressees import Addressee


def exam_to_examine(act: Act) -> str:
    """Tell an examiner when and where to come."""
    batch = act.target
    return f"{act.event.sentence}，您是考评员：{batch.exam_date} 在{batch.station}（{batch.place}）考试"


def exam_to_supervise(act: Act) -> str:
    """Tell a supervisor when and where to go."""
    batch = act.target.batch
    return f"选派您督考：{batch.exam_date} 在{batch.station}（{batch.place}）考试"


def page_of_enrolment(act: Act) -> str:
    """Return the page of the enrolment that something was asked about."""
    return str(act.target.enrolment.get_absolute_url())


def payer(act: Act) -> Iterator[Addressee]:
    """Yield the station, unless there is nothing to pay: that is confirmed at once."""
    bill = bill_as_stored(act.target)
    if bill.total or not bill.complete:
        yield from to.office(act.owner)


def bill(act: Act) -> str:
    """Say what a station has to pay."""
    stored = bill_as_stored(act.target)
    due = f"应付 {stored.total:.2f} 元" if stored.complete else "应付金额待管理站设定收费标准后确定"
    return f"生成了证书结算，{due}"


def parcel(act: Act) -> str:
    """Say what lies in a parcel, and what to do when it comes."""
    sent = act.target
    what = f"{sent.batch}的 {sent.certificates.count()} 本证书"
    if sent.was_fetched:
        return f"登记了考试站自取{what}"
    return f"寄出了{what}，收到后请清点、签收"
