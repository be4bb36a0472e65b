"""Settling the certificates of a practice batch: fees, the slip of a payment, its confirmation."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from batches.models import Batch
from certificates.models import Settlement
from certificates.settlement.balance import balance_of
from certificates.settlement.fees import fees_on, set_fees
from certificates.settlement.forms import FeeForm, SlipForm
from certificates.settlement.slips import add_slip
from ostami import clock
from portal.practice.forms import filled, typed
from portal.practice.pictures import practice_sheet
from portal.practice.station_desk import Desk
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level
from workflow.lifecycle import perform

# Invented: yuan a certificate, by scheme and the levels that cost the same.
FeeLine = tuple[Scheme, Iterable[Level], str]
FEES: tuple[FeeLine, ...] = (
    (Scheme.ABILITY, (Level.FIVE, Level.FOUR), "50"),
    (Scheme.ABILITY, (Level.THREE,), "60"),
    (Scheme.ABILITY, (Level.TWO, Level.ONE), "80"),
    (Scheme.SKILL_LEVEL, (Level.FIVE, Level.FOUR), "40"),
    (Scheme.SKILL_LEVEL, (Level.THREE,), "52.5"),
    (Scheme.SKILL_LEVEL, (Level.TWO, Level.ONE), "75"),
)
# From the next year on.
COMING_FEE: FeeLine = (Scheme.ABILITY, (Level.THREE,), "65")


def fees_from(day: date, *, management: User) -> None:
    """Set what certificates cost from a day on, for the levels that cost nothing known on that day."""
    for scheme, levels, amount in FEES:
        known = fees_on(scheme=scheme, day=day)
        fee_from(day, (scheme, [one for one in levels if one not in known], amount), management=management)


def fee_from(day: date, line: FeeLine, *, management: User) -> None:
    """Set what the levels of a scheme cost from a day on."""
    scheme, levels, amount = line
    if chosen := [str(level.value) for level in levels]:
        facts = {"scheme": scheme.value, "levels": chosen, "amount": amount, "valid_from": day}
        set_fees(**filled(FeeForm(typed(facts), actor=management)).cleaned_data, actor=management)


def paid(desk: Desk, batch: Batch, *, short: Decimal = Decimal(0)) -> Settlement:
    """Send the slip of a batch's payment, `short` yuan less than is due."""
    settlement = Settlement.objects.get(batch=batch)
    facts = {
        "amount": settlement.total - short,
        "paid_on": clock.today(),
        "note": f"{batch.number} 证书费",
    }
    picture = practice_sheet(f"汇款单 {batch.number}", number=1)
    sent = {"file": SimpleUploadedFile("汇款单.jpg", picture, "image/jpeg")}
    form = filled(SlipForm(typed(facts), sent, actor=desk.login))
    file = form.cleaned_data["file"]
    add_slip(settlement=settlement, facts=form.facts, file=file, actor=desk.login, at=clock.now())
    return Settlement.objects.get(pk=settlement.pk)


def confirmed(desk: Desk, batch: Batch) -> Settlement:
    """Have management confirm what was paid for a batch's certificates."""
    settlement = Settlement.objects.get(batch=batch)
    return perform(
        settlement, "confirm", actor=desk.management, seen=balance_of(settlement).token, reason="款项已到账。"
    )


def questioned(desk: Desk, batch: Batch) -> Settlement:
    """Have management question a payment that differs from what is due."""
    settlement = Settlement.objects.get(batch=batch)
    reason = f"汇款单{balance_of(settlement).words}，请补汇后上传汇款单，或说明原因。"
    return perform(settlement, "question", actor=desk.management, reason=reason)
