"""Who may add a second factor, and what is done whenever one is added."""

from datetime import datetime, timedelta
from typing import Final

from chassis.errors import StepUpRequired
from kernel.ports import Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import PasskeyRefused
from services.identity.domain.second_factor import (
    LINK_NEEDED,
    FactorKind,
    SecondFactor,
)
from services.identity.domain.second_factor_errors import FactorLinkNeeded, FactorRefused
from services.identity.usecases.announcing import announce
from services.identity.usecases.ask_for_factor_link import digest_of
from services.identity.usecases.passkey_challenges import spend
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import Stores

ACR: Final = "aal2"
FRESH: Final = timedelta(minutes=5)
REFUSED: Final = "It cannot be used. Begin again."


def let_add(
    tx: Stores,
    caller: Principal,
    held: tuple[SecondFactor, ...],
    *,
    link: str,
    at: datetime,
) -> None:
    """See that the caller may add one: by one that they have, or else by the link of a mail.

    A password alone adds nothing, and neither does a mailbox: the caller is signed in.

    Raises:
        StepUpRequired: they have one, and did not prove it within five minutes.
        FactorLinkNeeded: they have none, and the link is not theirs, too old, or missing.
    """
    if held:
        if not caller.proved_second_factor(acr=ACR, within=FRESH, at=at):
            raise StepUpRequired(ACR, int(FRESH.total_seconds()))
        return
    kept = tx.factor_links.of(caller.person)
    if kept is None:
        raise FactorLinkNeeded(LINK_NEEDED)
    kept.opened(digest_of(link), at=at)


def use_up(
    tx: Stores, challenges: Challenges, challenge: bytes, purpose: str, *, at: datetime
) -> None:
    """Use up what a new one was begun with.

    Raises:
        FactorRefused: it is not ours, for something else, too old, or was used.
    """
    try:
        spend(tx, challenges, challenge, purpose, at=at)
    except PasskeyRefused as refused:
        raise FactorRefused(REFUSED) from refused


def note_added(
    tx: Stores, ids: Ids, caller: Principal, kind: FactorKind, name: str, *, at: datetime
) -> None:
    """Put on record that one was added, tell its owner, and end the link by which it was."""
    tx.factor_links.remove(caller.person)
    announce(tx, ids, caller.person, "factor-added", name=name)
    about = tx.audit.name_of(caller.person)
    tx.audit.record(caller, "identity:add-second-factor", about, kind=kind.value)
    tx.outbox.add(Used(caller=caller, metric="identity.second-factor-added", at=at))


def newest(held: tuple[SecondFactor, ...], now: tuple[SecondFactor, ...]) -> SecondFactor:
    """Return the one that came.

    Raises:
        FactorRefused: somebody took it away again at once.
    """
    known = {each.factor_id for each in held}
    for each in now:
        if each.factor_id not in known:
            return each
    raise FactorRefused(REFUSED)
