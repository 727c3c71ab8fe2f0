"""The demonstration's accounts, as the seed makes them: how a person or a script signs in."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Final

import pyotp

from stack.places import CHECKOUT

_FILE: Final = CHECKOUT / "services" / "identity" / "domain" / "data" / "demo_people.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One demonstration account."""

    subject: str
    email: str
    password: str
    roles: tuple[str, ...]
    tier: str
    organisation: str
    regions: tuple[str, ...]

    def totp(self) -> str:
        """Return the second factor's code of this moment."""
        return authenticator(f"demonstration-{self.email}").now()


def authenticator(raw_secret: str) -> pyotp.TOTP:
    """Return an authenticator for a secret as Keycloak keeps it: the text itself, not base32."""
    return pyotp.TOTP(base64.b32encode(raw_secret.encode()).decode())


def accounts() -> dict[str, Account]:
    """Return the accounts by their part before the @, such as `author`."""
    said = json.loads(_FILE.read_text("utf-8"))
    return {
        each["email"].partition("@")[0]: Account(
            subject=each["subject"],
            email=each["email"],
            password=said["password"],
            roles=tuple(each["roles"]),
            tier=each["tier"],
            organisation=each["organisation"],
            regions=tuple(each["regions"]),
        )
        for each in said["people"]
    }


def main() -> None:
    """Print every account with the code of this moment."""
    left = 30 - int(time.time()) % 30
    print(f"{'account':<26}{'tier':<12}{'code':<9}{'of':<24}roles   (codes good for {left} s more)")
    for account in accounts().values():
        place = f"{account.organisation or 'nobody'}, {' '.join(account.regions)}"
        print(
            f"{account.email:<26}{account.tier:<12}{account.totp():<9}{place:<24}"
            f"{', '.join(account.roles)}".rstrip()
        )
    print("Password of all: " + next(iter(accounts().values())).password)


if __name__ == "__main__":
    main()
