"""What is unusual about a draft, as the record has it now."""

from services.alerts.domain.alert import Alert
from services.alerts.domain.sharing import (
    Basis,
    Openness,
    SharingWarning,
    names_in,
    warnings_about,
)
from services.alerts.usecases.ports import Stores


def sharing_warnings(tx: Stores, alert: Alert, reach: int) -> tuple[SharingWarning, ...]:
    """Return it; `reach` is how many it reaches now."""
    content = alert.content
    past = tx.sharing.past(names_in(content.audience), content.cap_status)
    earlier = {each.alert_id: each for each in tx.alerts.many(alert.thread.earlier)}
    before = [Openness.of(each.content.marking) for each in earlier.values()]
    before += [alert.source] if alert.source else []
    updated = earlier.get(alert.thread.updates) if alert.thread.updates else None
    basis = Basis(openness=tuple(before), channels=updated.content.channels if updated else None)
    return warnings_about(content, reach, past, basis)
