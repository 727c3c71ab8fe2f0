"""Catalogues as JSON Web Signatures (RFC 7515, compact) by ES256 (RFC 7518), by joserfc."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from services.content.domain.catalogue_pack import MOST_BYTES, PackRefused, Refused
from services.content.outbound.link_visits import CatalogueVisits

ALGORITHM: Final = "ES256"
TYPE: Final = "isp-catalogue+jws"
"""Said in the header, so that nothing else that a partner signs by its key passes for one."""


class _Registry(JWSRegistry):
    """Our one algorithm, and our bound on what is signed."""

    max_payload_length = MOST_BYTES


_REGISTRY: Final = _Registry(algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class SignedCatalogues:
    """Fetches catalogues, and opens them by the one key that two people entered."""

    visits: CatalogueVisits

    def fetched(self, url: str) -> bytes:
        """Return what stands at an address.

        Raises:
            PackRefused: nobody answers with it, or it is too large.
        """
        return self.visits.fetched(url)

    def opened(self, signed: bytes, public_key: str) -> Mapping[str, Any]:
        """Return what a catalogue says. What its header says of keys counts for nothing.

        Raises:
            PackRefused: it is not signed by that key with ES256, or is no JSON object.
        """
        try:
            found = jws.deserialize_compact(
                signed.strip(), ECKey.import_key(json.loads(public_key)), registry=_REGISTRY
            )
            header = found.headers()
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            what = f"it is not signed as it must be: {type(error).__name__}"
            raise PackRefused(Refused.BAD_SIGNATURE, what) from error
        if header.get("typ") != TYPE:
            raise PackRefused(Refused.BAD_SIGNATURE, f"its header has not typ {TYPE}")
        try:
            said = json.loads(found.payload or b"", parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise PackRefused(Refused.MALFORMED, "it is not JSON") from error
        if not isinstance(said, dict):
            raise PackRefused(Refused.MALFORMED, "it is no JSON object")
        return said


def _no_number(name: str) -> None:
    raise ValueError(name)
