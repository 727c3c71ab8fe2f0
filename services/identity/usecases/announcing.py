"""Tells a person by mail how their verification or tier stands, from the same transaction."""

from kernel.ports import Ids
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Mail


def announce(tx: Stores, ids: Ids, subject: str, template: str, **variables: str) -> None:
    """Keep a mail to the address of a person's account, in their language."""
    profile = tx.subscribers.get(subject).profile
    tx.mails.add(
        Mail(
            mail_id=ids.new(),
            to=profile.email,
            language=profile.language,
            template=template,
            variables=variables,
        )
    )
