"""What the arrival of a parcel writes, and what becomes of one that went astray."""

from collections.abc import Iterator

from certificates.models import Certificate, Shipment
from certificates.posting.parcels import aboard
from ostami.problems import Problem
from workflow.lifecycle import Step
from workflow.many import perform_all


def missing_explained(step: Step[Shipment]) -> Iterator[Problem]:
    """Where certificates are missing, management is told in words too."""
    if _missing(step) and not step.reason:
        yield Problem(
            "勾选了缺少的证书，请写明情况", remedy="请在“差异说明”中填写，管理站据此处理", field="reason"
        )


def note_arrival(step: Step[Shipment]) -> None:
    """Keep the instant of the arrival; what wasn't in the parcel goes back to be posted anew."""
    step.case.received_at = step.at
    missing = _missing(step)
    if missing:
        perform_all(missing, "miss", actor=step.actor, at=step.at, parcel=step.case)
        step.case.certificates.remove(*missing)
        step.case.missing.set(missing)


def bring_back(step: Step[Shipment]) -> None:
    """What lies in a parcel that is lost, or was registered wrongly, goes back to be posted anew."""
    inside = list(aboard(step.case))
    perform_all(inside, "unpost", actor=step.actor, at=step.at, parcel=step.case)


def _missing(step: Step[Shipment]) -> list[Certificate]:
    return list(step.data.get("missing", ()))
