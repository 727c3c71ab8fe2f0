"""The words of the mail about what saved searches match."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

TEMPLATE: Final = "saved-search-matches"
_SAID: Final[dict[str, Any]] = json.loads(
    files("services.identity.domain").joinpath("data/matches_mail.json").read_text("utf-8")
)


def matches_mail(
    language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str, str]:
    """Return subject, text, and the address that ends such mails at one click (RFC 8058)."""
    said, site = _SAID[language], f"{public_url}{'/cy' if language == 'cy' else ''}"
    stop = f"{site}/saved-searches/stop?token={quote(variables['stop_token'], safe='')}"
    words = {"count": variables["count"], "page": f"{site}/account/saved-searches", "stop": stop}
    text = "\n\n".join(said["paragraphs"]) + "\n"
    return said["subject"], text.format(**words), stop
