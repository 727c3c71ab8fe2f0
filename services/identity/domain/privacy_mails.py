"""The words of mails about requests about somebody's own data."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Final

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/privacy_mails.json").read_text("utf-8")
)
PRIVACY_MAILS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    template: {
        language: (said["subject"], "\n\n".join(said["paragraphs"]) + "\n")
        for language, said in languages.items()
    }
    for template, languages in _DATA["mails"].items()
}
"""Subject and text of each mail, by template and language."""


def privacy_mail(
    template: str, language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a mail."""
    subject, text = PRIVACY_MAILS[template][language]
    said = variables.get("day")
    named = {
        "page": f"{public_url}{'/cy' if language == 'cy' else ''}/account/privacy",
        "day": f"{date.fromisoformat(said):%d/%m/%Y}" if said else "",
        "because": variables.get("because", ""),
        "reference": variables.get("reference", ""),
        "outcome": variables.get("outcome", ""),
    }
    return subject, text.format(**named)
