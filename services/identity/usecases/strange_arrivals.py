"""Somebody on record who comes by a provider by which the record does not know them."""

from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Ids
from kernel.standing import Standing
from services.identity.domain.account_at_keycloak import Finding, KeycloakEvent, Touch
from services.identity.usecases.announcing import announce
from services.identity.usecases.keycloak_ports import Alarms
from services.identity.usecases.ports import Stores
from services.identity.usecases.provider_ports import Came
from services.identity.usecases.settling import mend, record

_A_SECOND: Final = timedelta(seconds=1)


def heed_arrival(tx: Stores, ids: Ids, alarms: Alarms, who: Came, at: datetime) -> None:
    """Put out whoever came, once, and have the link removed that let them in.

    Nothing of ours joins a provider's sign-in to an account that is there: somebody did it at
    Keycloak. Who came by the provider that the record names is left alone.
    """
    if tx.providers.came_by(who.subject) == who.alias:
        return
    event = KeycloakEvent(
        event_id=who.event_id,
        at=who.at,
        touch=Touch.CREDENTIALS,
        subject=who.subject,
        by=who.alias,
        path="LOGIN",
    )
    if not tx.keycloak_events.heed(event):
        return
    person = tx.subscribers.get(who.subject, lock=True)
    put_out = person.signed_out(at=max(at, who.at + _A_SECOND))
    mend(tx, ids, person, put_out)
    if person.standing is not Standing.CLOSED:
        announce(tx, ids, person.subject, "credentials-changed")
    record(tx, person.subject, event.touch.value, [Finding.LINKED], event.event_id)
    alarms.raised(Finding.LINKED, event)
