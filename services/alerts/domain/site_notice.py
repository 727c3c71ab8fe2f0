"""What the security leads of an organisation are told by mail about the level of a premises."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from services.alerts.domain.message import Message
from services.alerts.domain.site_response import SiteOverride

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/site_words.json").read_text("utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNotice:
    """One mail to one security lead about one version of an own level."""

    notice_id: UUID
    override_id: UUID
    version: int
    subject: str
    due_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    given_up: str = ""


def written(override: SiteOverride, language: str, public_url: str) -> Message:
    """Return the mail: how it stands now and where to look, and no word of why or of which place.

    Mails are read over shoulders; which premises it is, and what is done there, its page says.
    """
    words = _WORDS[override.told.value][language]
    site = f"{public_url}/cy" if language == "cy" else public_url
    link = f"{site}/account/premises/{override.premises_id}/response"
    text = "\n\n".join(str(each).format(link=link) for each in words["paragraphs"])
    return Message(subject=words["subject"], text=f"{text}\n")
