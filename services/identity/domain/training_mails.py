"""The words of mails to learners."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
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

NEWS_UNTIL: Final[Mapping[str, timedelta]] = {
    **dict.fromkeys(
        (
            *("session-moved-up", "session-cancelled", "session-soon", "session-moved"),
            "certificate-ends",
        ),
        timedelta(),
    ),
    "course-asked": timedelta(hours=12),  # its moment is the noon of the day that is asked for
}
"""How long after its moment a mail is news still; others are at any time."""


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
