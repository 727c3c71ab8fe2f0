"""The words of mails about a person's verification, and about the end of their tier."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

_HOME: Final = ZoneInfo("Europe/London")
_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/verification_mails.json").read_text("utf-8")
)
VERIFICATION_MAILS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    template: {
        language: (said["subject"], "\n\n".join(said["paragraphs"]) + "\n")
        for language, said in languages.items()
    }
    for template, languages in _DATA["mails"].items()
}
"""Subject and text of each mail, by template and language."""


def verification_mail(
    template: str, language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a mail; days are those of London."""
    subject, text = VERIFICATION_MAILS[template][language]
    until = variables.get("until")
    day = f"{datetime.fromisoformat(until).astimezone(_HOME):%d/%m/%Y}" if until else ""
    page = f"{public_url}{'/cy' if language == 'cy' else ''}/account/verification"
    return subject.format(until=day), text.format(until=day, page=page, home=public_url)
