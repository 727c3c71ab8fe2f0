"""Builds what alerts by mail to accounts need, for `bootstrap.py`."""

from typing import Final

from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.alert_mails_rpc import AlertMailsServicer
from services.identity.usecases.get_alert_mails import GetAlertMails
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.start_alert_mails import StartAlertMails
from services.identity.usecases.stop_alert_mails import StopAlertMails
from services.identity.usecases.warn_accounts import WarnAccounts

WARNING_SECONDS: Final = 1
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def alert_mails_servicer(work: UnitOfWork, pseudonyms: Pseudonyms) -> AlertMailsServicer:
    """Return the servicer of alerts by mail to accounts, on a unit of work."""
    return AlertMailsServicer(
        get_alert_mails=GetAlertMails(unit_of_work=work, pseudonyms=pseudonyms),
        start_alert_mails=StartAlertMails(
            unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
        stop_alert_mails=StopAlertMails(
            unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
    )


def warn_accounts(work: UnitOfWork, pseudonyms: Pseudonyms) -> WarnAccounts:
    """Return what begins alerts by mail for accounts."""
    return WarnAccounts(unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS)
