"""The words of mails to learners."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

_HOME: Final = ZoneInfo("Europe/London")
_DATA: Final[dict[str, Any]] = json.loads(
    files("services.identity.domain").joinpath("data/training_mails.json").read_text("utf-8")
)
TRAINING_MAILS: Final[dict[str, Any]] = _DATA["mails"]
"""Each mail: the page that it leads to, and subject and paragraphs by language."""

ENDS_WITH_ITS_MOMENT: Final = frozenset(
    {"session-moved-up", "session-cancelled", "certificate-ends"}
)
"""Mails that are no news any more once their moment is over."""


def training_mail(
    template: str, language: str, public_url: str, variables: Mapping[str, str]
) -> tuple[str, str, str | None]:
    """Return subject, text, and the address that ends such mails at one click (RFC 8058), if any.

    Days and times are those of London. A course whose title not everybody may know is "a course".
    """
    said = TRAINING_MAILS[template]
    site = f"{public_url}{'/cy' if language == 'cy' else ''}"
    moment = datetime.fromisoformat(variables["moment"]).astimezone(_HOME)
    token = variables.get("stop_token", "")
    stop = f"{site}/learn/reminders/stop?token={quote(token, safe='')}" if token else None
    title = (language == "cy" and variables.get("title_cy")) or variables.get("title")
    words = {
        "title": title or _DATA["a_course"][language],
        "day": f"{moment:%d/%m/%Y}",
        "time": f"{moment:%H:%M}",
        "page": site + said["page"].format(about=quote(variables["about"], safe="")),
        "stop": stop,
    }
    text = "\n\n".join(said[language]["paragraphs"]) + "\n"
    return said[language]["subject"].format(**words), text.format(**words), stop
