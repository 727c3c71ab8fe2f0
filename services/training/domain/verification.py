"""What is looked at when somebody checks a certificate, and what each failure is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from services.training.domain.certificate import Certificate
from services.training.domain.issuer import ALGORITHM, Issuer
from services.training.domain.open_badge import NotABadge, Stated, stated
from services.training.domain.withdrawal import Withdrawal


class CheckName(Enum):
    """What is looked at, in this order."""

    SCHEMA = "SCHEMA"
    ISSUER = "ISSUER"
    SIGNATURE = "SIGNATURE"
    DATES = "DATES"
    STATUS = "STATUS"


class Outcome(Enum):
    """What came of it."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_CHECKED = "NOT_CHECKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A signed text taken apart. `payload` is None if it is no JWT; nothing is believed yet."""

    payload: Mapping[str, Any] | None
    type: str = ""
    algorithm: str = ""
    key_known: bool = False
    signature_good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at. `reason` is the stable word for a failure."""

    name: CheckName
    outcome: Outcome
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """All checks; `stated` is what it says, if its signature is good."""

    checks: tuple[Check, ...]
    stated: Stated | None
    revoked_at: datetime | None

    @property
    def valid(self) -> bool:
        """Tell whether every check passed."""
        return all(each.outcome is Outcome.PASSED for each in self.checks)


def read(opened: Opened) -> tuple[Stated | None, Check]:
    """Return what a credential claims, and whether it is one at all."""
    if opened.payload is None:
        return None, _failed(CheckName.SCHEMA, "MALFORMED", "This is no signed credential.")
    try:
        claimed = stated(opened.payload)
    except NotABadge as error:
        detail = f"This is no certificate of the kind that is issued here: {error}."
        return None, _failed(CheckName.SCHEMA, "NOT_A_BADGE", detail)
    return claimed, _passed(CheckName.SCHEMA, "It is an Open Badges 3.0 credential.")


def verify(
    opened: Opened,
    issuer: Issuer,
    record: Certificate | None,
    at: datetime,
    withdrawal: Withdrawal | None = None,
) -> Verification:
    """Look at everything and say of each thing what was found.

    `record` is our own record of the certificate that the credential claims to be, `withdrawal`
    what stands of its version if that was withdrawn. What a credential says is relied on only
    after its signature was found good.
    """
    claimed, schema = read(opened)
    found, trusted = [schema], False
    if claimed is not None:
        found.append(_issuer(claimed, issuer))
    if opened.payload is not None and (claimed is None or claimed.issuer_id == issuer.id):
        found.append(_signature(opened))
        trusted = claimed is not None and found[-1].outcome is Outcome.PASSED
    if claimed is not None and trusted:
        found += [_dates(claimed, at), _status(claimed, issuer, record, withdrawal, at)]
    names = {each.name for each in found}
    rest = [_not_checked(name) for name in CheckName if name not in names]
    order = list(CheckName)
    return Verification(
        checks=tuple(sorted([*found, *rest], key=lambda each: order.index(each.name))),
        stated=claimed if trusted else None,
        revoked_at=record.revoked_at if trusted and record else None,
    )


def _issuer(claimed: Stated, issuer: Issuer) -> Check:
    if claimed.issuer_id != issuer.id:
        detail = "It says that somebody else issued it, whom this page cannot check."
        return _failed(CheckName.ISSUER, "UNKNOWN_ISSUER", detail)
    return _passed(CheckName.ISSUER, f"It says that {issuer.name} issued it.")


def _signature(opened: Opened) -> Check:
    name = CheckName.SIGNATURE
    if opened.algorithm != ALGORITHM:
        return _failed(name, "WRONG_ALGORITHM", f"It is not signed with {ALGORITHM}.")
    if not opened.key_known:
        return _failed(name, "UNKNOWN_KEY", "It is signed with a key that is not the issuer's.")
    if not opened.signature_good:
        detail = "It was changed after it was signed, or was not signed by the issuer."
        return _failed(name, "BAD_SIGNATURE", detail)
    return _passed(name, "It is as the issuer signed it.")


def _dates(claimed: Stated, at: datetime) -> Check:
    name = CheckName.DATES
    if at < claimed.valid_from:
        detail = f"It is not good before {claimed.valid_from:%d %B %Y}."
        return _failed(name, "NOT_YET_VALID", detail)
    if at >= claimed.valid_until:
        return _failed(name, "EXPIRED", f"It expired on {claimed.valid_until:%d %B %Y}.")
    return _passed(name, f"It is good until {claimed.valid_until:%d %B %Y}.")


def _status(
    claimed: Stated,
    issuer: Issuer,
    record: Certificate | None,
    withdrawal: Withdrawal | None,
    at: datetime,
) -> Check:
    name = CheckName.STATUS
    if record is None or (claimed.status_list, claimed.status_index) != (
        issuer.status_list(record.place.list_id),
        str(record.place.index),
    ):
        return _failed(name, "NOT_ON_RECORD", "The issuer has no record of it.")
    if record.revoked_at is not None:
        detail = f"The issuer revoked it on {record.revoked_at:%d %B %Y}."
        return _failed(name, "REVOKED", detail)
    if withdrawal is None:
        return _passed(name, "The issuer has not revoked it.")
    day = f"{withdrawal.ends_at:%d %B %Y}"
    if withdrawal.is_over(at):
        detail = f"The issuer withdrew the course, and its certificates ended on {day}."
        return _failed(name, "WITHDRAWN", detail)
    detail = f"The issuer has not revoked it. Its course was withdrawn: it is good until {day}."
    return _passed(name, detail)


def _passed(name: CheckName, detail: str) -> Check:
    return Check(name=name, outcome=Outcome.PASSED, detail=detail)


def _failed(name: CheckName, reason: str, detail: str) -> Check:
    return Check(name=name, outcome=Outcome.FAILED, reason=reason, detail=detail)


def _not_checked(name: CheckName) -> Check:
    detail = "Not looked at: what failed before leaves nothing to rely on."
    return Check(name=name, outcome=Outcome.NOT_CHECKED, detail=detail)
