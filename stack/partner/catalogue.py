"""The sample partner's catalogue: signed by a key of its own, as a partner's system would do it."""

import json
import time
from pathlib import Path
from typing import Any, Final

from joserfc import jws
from joserfc.jwk import ECKey

PATH: Final = "/catalogue.jws"
KEY: Final = "catalogue_key.json"
PUBLIC_KEY: Final = "catalogue_public_key.json"
NAME: Final = "Demonstration trade body"
ACCOUNT: Final = "One of the trade body's; demonstration, nobody has one."
_HEADER: Final = {"alg": "ES256", "typ": "isp-catalogue+jws"}
_HOUR: Final = 3600
_LIFE: Final = 30 * 24 * _HOUR
GUIDES: Final[tuple[dict[str, Any], ...]] = (
    {
        "id": "ram-raids",
        "title": "Ramraids on small shops",
        "summary": "Demonstration. What traders do at the kerb and the shutter against ramraids.",
        "language": "en-GB",
        "level": "PUBLIC",
        "sectors": ["retail"],
    },
    {
        "id": "ram-raids-cy",
        "title": "Cyrchoedd ar siopau bach",
        "summary": "Arddangosiad. Yr hyn y mae masnachwyr yn ei wneud yn erbyn cyrchoedd ceir.",
        "language": "cy",
        "level": "PUBLIC",
        "sectors": ["retail"],
    },
    {
        "id": "traders-watch",
        "title": "Traders' watch: how to begin one",
        "summary": "Demonstration. For registered traders: how a watch on ramraids is begun.",
        "language": "en-GB",
        "level": "REGISTERED",
    },
    {
        "id": "ram-raids-methods",
        "title": "Methods seen in ramraids",
        "summary": "Demonstration. For verified members: how recent ramraids were prepared.",
        "language": "en-GB",
        "marking": {"tlp": "AMBER", "minimum_tier": "VERIFIED"},
        "kind": "BRIEFING",
    },
)


def signing_key(folder: Path) -> ECKey:
    """Return the sample's key: made once, with its public half beside it in a file."""
    file = folder / KEY
    if not file.exists():
        key = ECKey.generate_key("P-256")
        public = json.dumps(key.as_dict(private=False))
        (folder / PUBLIC_KEY).write_text(public, "utf-8")
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(key.as_dict(private=True)), "utf-8")
        new.replace(file)
    return ECKey.import_key(json.loads(file.read_text("utf-8")))


def catalogue(base: str, key: ECKey, at: float | None = None) -> str:
    """Return the catalogue of this hour: its number is the hour's, so that it only grows."""
    hour = int(time.time() if at is None else at) // _HOUR
    claims = {
        "iss": f"{base}{PATH}",
        "serial": hour,
        "iat": hour * _HOUR,
        "exp": hour * _HOUR + _LIFE,
        "items": [each | {"url": f"{base}/guides/{each['id']}"} for each in GUIDES],
    }
    return jws.serialize_compact(_HEADER, json.dumps(claims), key, algorithms=["ES256"])
