"""What a page says: that something waits and where, and nothing of the alert itself."""

import json
from importlib.resources import files
from typing import Any, Final

from kernel.places import REGIONS
from services.alerts.domain.alert import Alert
from services.alerts.domain.exercise import MARK
from services.alerts.domain.message import Message
from services.alerts.domain.paging import NATION, Page, Why
from services.alerts.domain.wording import CapStatus

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/page_words.json").read_text("utf-8")
)
_MARKS: Final = {CapStatus.EXERCISE: MARK, CapStatus.TEST: "TEST TEST TEST"}
"""What a page says first and last of what is not meant."""

_PLACES: Final = {
    Why.APPROVAL: "desk/alerts/{alert_id}",
    Why.NO_ANSWER: "alerts/{alert_id}",
    Why.HELP: "desk/help",
    Why.WELSH_OVERDUE: "desk/alerts/{alert_id}",
    Why.CORDON: "desk/alerts/{alert_id}/cordons",
    Why.REVIEW: "desk/alerts/{alert_id}",
    Why.REVIEW_OVERDUE: "desk/alerts/{alert_id}",
    Why.CASCADE: "cascade",
}


def written(page: Page, alert: Alert, language: str, public_url: str) -> Message:
    """Return the mail of a page."""
    words = _WORDS[page.why.value][language]
    site = f"{public_url}/cy" if language == "cy" else public_url
    said = {
        "link": f"{site}/{_PLACES[page.why].format(alert_id=page.alert_id)}",
        "severity": _WORDS["severity"][language][alert.content.severity.value],
        "region": _WORDS["nation"][language] if page.region == NATION else _name(page.region),
    }
    subject = str(words["subject"]).format(**said)
    text = "\n\n".join(str(each).format(**said) for each in words["paragraphs"])
    mark = _MARKS.get(alert.content.cap_status)
    if mark is not None:
        subject = f"{mark} {subject} {mark}"
        text = f"{mark}\n\n{text}\n\n{mark}"
    return Message(subject=subject, text=f"{text}\n")


def _name(region: str) -> str:
    return REGIONS[region].name if region in REGIONS else region
