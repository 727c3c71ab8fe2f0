"""Which certificates are revoked, as a signed list (W3C Bitstring Status List 1.0)."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.training.domain.issuer import Issuer
from services.training.domain.open_badge import PURPOSE, VC_CONTEXT, Payload, claims, moment

ENTRIES: Final = 131_072
"""The least length of a list (section 3.1): nobody is told apart by asking for it."""

MOST_TAKEN: Final = ENTRIES // 2
"""Then a new list begins, so that a free index is found at random in a few tries."""

GOOD_FOR: Final = timedelta(hours=24)
KEPT_SECONDS: Final = 60
"""How long a copy may be used before the list is asked for again."""


def encoded(revoked: Iterable[int]) -> str:
    """Return the list's bits: index 0 is the left-most, then gzip and base64url multibase.

    Raises:
        IndexError: an index is not on the list.
    """
    bits = bytearray(ENTRIES // 8)
    for index in revoked:
        if not 0 <= index < ENTRIES:
            raise IndexError(index)
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def status_list(list_id: UUID, revoked: Iterable[int], issuer: Issuer, at: datetime) -> Payload:
    """Return what is signed for a status list: good for a day, so that no old one is passed off."""
    address = issuer.status_list(list_id)
    until = at + GOOD_FOR
    payload: Payload = {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": moment(at),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded(revoked),
            "ttl": KEPT_SECONDS * 1000,
        },
    }
    return claims(payload, until=until, since=at)
