"""The words of mails and texts about getting alerts: by postcode, or with an account."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/subscription_words.json").read_text("utf-8")
)
MAILS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    template: {
        language: (said["subject"], "\n\n".join(said["paragraphs"]) + "\n")
        for language, said in languages.items()
    }
    for template, languages in _DATA["mails"].items()
}
"""Subject and text of each mail, by template and language."""

TEXTS: Final[dict[str, dict[str, str]]] = _DATA["texts"]
"""Each text message, by template and language."""

_STOPS: Final = frozenset(
    {"stop", "stop all", "stopall", "stop alerts", "unsubscribe", "end", "quit", "cancel"}
    | {"stopio", "stopiwch", "atal", "stop rhybuddion"}
)


def links(public_url: str, language: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return what a message's words may name, with the addresses that its tokens make."""
    page = f"{public_url}{'/cy' if language == 'cy' else ''}/alerts/by-post-code"
    telling = f"{public_url}{'/cy' if language == 'cy' else ''}/account/telling"
    return {
        "regions": variables.get("regions", ""),
        "code": variables.get("code", ""),
        "confirm": f"{page}/confirm?token={variables.get('token', '')}",
        "confirm_channel": f"{telling}/confirm?token={variables.get('token', '')}",
        "stop": f"{page}/stop?token={variables.get('stop_token', '')}",
        "held": f"{page}/held/open?token={variables.get('token', '')}",
        "home": page,
        "account": f"{public_url}{'/cy' if language == 'cy' else ''}/account",
    }


def asks_to_stop(text: str) -> bool:
    """Tell whether a text asks for an end of alerts, and for nothing else."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return " ".join(words) in _STOPS
