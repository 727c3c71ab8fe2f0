"""The words of mails about what a person's account holds for a time, and about its standing."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

_HOME: Final = ZoneInfo("Europe/London")
ACCOUNT_MAILS: Final[dict[str, Any]] = json.loads(
    files("services.identity.domain").joinpath("data/account_mails.json").read_text("utf-8")
)["mails"]
"""Each mail: the page that it leads to, and subject and paragraphs by language."""


def account_mail(
    template: str, language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a mail; days are those of London."""
    said = ACCOUNT_MAILS[template]
    until = variables.get("until")
    day = f"{datetime.fromisoformat(until).astimezone(_HOME):%d/%m/%Y}" if until else ""
    page = f"{public_url}{'/cy' if language == 'cy' else ''}{said['page']}"
    words = {**variables, "until": day, "page": page}
    text = "\n\n".join(said[language]["paragraphs"]) + "\n"
    return said[language]["subject"].format(**words), text.format(**words)
