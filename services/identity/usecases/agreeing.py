"""What giving and withdrawing consent have in common."""

from collections.abc import Sequence

from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.agreement import AgreementEntry
from services.identity.domain.events import ConsentChanged
from services.identity.usecases.ports import Stores


def enter(
    tx: Stores,
    caller: Principal,
    ledger: Sequence[AgreementEntry],
    entry: AgreementEntry | None,
) -> Sequence[AgreementEntry]:
    """Add a line to the ledger, put it on record and tell who sends; return the whole ledger."""
    if entry is None:
        return ledger
    tx.agreements.add(entry)
    after = [*ledger, entry]
    verb = "give" if entry.given else "withdraw"
    tx.audit.record(
        caller,
        f"identity:{verb}-consent",
        tx.audit.name_of(entry.subject),
        entry.wording_digest,
        purpose=entry.purpose.name,
        channel=entry.channel.name,
        way=entry.way.name,
        wording=entry.wording_version,
        language=entry.language,
    )
    detail = f"{entry.purpose.name.lower()}-{entry.channel.name.lower()}"
    used = (
        Used(caller=caller, metric="identity.consent-given", at=entry.at, detail=detail)
        if entry.given
        else Used(caller=caller, metric="identity.consent-withdrawn", at=entry.at, detail=detail)
    )
    tx.outbox.add(ConsentChanged(entry.subject, tuple(after), entry.number), used)
    return after
