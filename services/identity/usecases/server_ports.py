"""The servers to which identity carries what it decided."""

from typing import Protocol

from services.identity.domain.account_at_keycloak import AccountAtKeycloak
from services.identity.domain.subscriber import Profile, Subscriber


class Accounts(Protocol):
    """Keycloak's users. Identity is the only one who writes them.

    Every method may raise AccountsUnavailable.
    """

    def create(self, profile: Profile) -> str | None:
        """Make an account of tier REGISTERED and rights version 1, and return its subject.

        An account that an earlier attempt of ours left behind is returned again. None means that
        the address belongs to an account that is not ours to take.
        """
        ...

    def unconfirmed(self, email: str) -> str | None:
        """Return whose account has an address that its owner never confirmed, or None."""
        ...

    def look(self, subject: str) -> AccountAtKeycloak | None:
        """Return an account as it is now, or None when there is none."""
        ...

    def sync(self, subscriber: Subscriber, *, came_by: str | None) -> None:
        """Bring tier, roles, version and standing to what the record says.

        Links to providers but the one by which they came are removed. The sessions of someone who
        may not use the account end. May raise AccountsRefused where somebody else changed the
        account since it was looked at.
        """
        ...

    def has_second_factor(self, subject: str) -> bool:
        """Tell whether the account has a second factor or a passkey."""
        ...

    def invite(self, subject: str) -> None:
        """Have a mail sent with the link on which the password is set."""
        ...

    def delete(self, subject: str) -> bool:
        """Remove an account, and tell whether there was one; one that is gone is no error."""
        ...


class MailServer(Protocol):
    """Hands a mail over."""

    def send(self, to: str, subject: str, text: str, unsubscribe: str | None = None) -> None:
        """Return when the server has taken it.

        `unsubscribe` is the address that a mail program posts to at one click (RFC 8058).

        Raises:
            MailUnavailable: it did not.
        """
        ...
