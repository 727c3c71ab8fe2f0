"""Hands text messages to GOV.UK Notify, or to anything that speaks its API.

https://docs.notifications.service.gov.uk/python.html
"""

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import requests
from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient
from urllib3.exceptions import NewConnectionError

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.message import Message

_TOO_LONG: Final = re.compile(r"too long|cannot be longer|character count greater", re.IGNORECASE)
"""What the provider says of a text that it will take at no time, for nobody."""

_OURS: Final = frozenset({401, 403, 429, 503})
"""Statuses that say something of us or of the provider, and nothing of the message."""


@dataclass(slots=True, kw_only=True)
class NotifyTexts:
    """One service of Notify, with a template whose whole text is `((text))`; one caller at a time.

    Notify does not drop a second text under the same reference: it is how a repeat is seen.
    """

    url: str
    api_key: str = field(repr=False)
    template_id: str
    timeout_seconds: float = 5
    _client: NotificationsAPIClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._client = NotificationsAPIClient(
            self.api_key, base_url=self.url, timeout=self.timeout_seconds
        )

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of the text."""
        try:
            taken = self._client.send_sms_notification(
                phone_number=to,
                template_id=self.template_id,
                personalisation={"text": message.text},
                reference=str(reference),
            )
            return HandOver(outcome=Outcome.TAKEN, provider_id=str(taken["id"]))
        except (InvalidResponse, KeyError, TypeError) as error:
            return HandOver(outcome=Outcome.UNKNOWN, why=type(error).__name__)
        except APIError as error:
            if error.response is None:
                return _without_answer(error.__cause__)
            return _answered(error.response.status_code, _wrong(error))


def _without_answer(cause: BaseException | None) -> HandOver:
    """Return whether the provider can have had it: not where no connection came about."""
    connecting = isinstance(cause, requests.ConnectTimeout) or (
        isinstance(cause, requests.ConnectionError)
        and isinstance(getattr(_reason(cause), "reason", None), NewConnectionError)
    )
    outcome = Outcome.AWAY if connecting else Outcome.UNKNOWN
    return HandOver(outcome=outcome, why=type(cause).__name__)


def _reason(error: BaseException) -> object:
    return error.args[0] if error.args else None


def _answered(status: int, wrong: list[tuple[str, str]]) -> HandOver:
    why = f"status {status}"
    if status in _OURS:
        return HandOver(outcome=Outcome.AWAY, why=why)
    if status >= 500:
        return HandOver(outcome=Outcome.UNKNOWN, why=why)
    if any(_TOO_LONG.search(said) for _, said in wrong):
        return HandOver(outcome=Outcome.REFUSED, why=f"{why}, too long")
    if wrong and all(
        kind == "ValidationError" and said.startswith("phone_number") for kind, said in wrong
    ):
        return HandOver(outcome=Outcome.NO_ADDRESS, why=why)
    return HandOver(outcome=Outcome.LATER, why=why)


def _wrong(error: APIError) -> list[tuple[str, str]]:
    """Return the errors that the provider named, as (kind, message)."""
    said = error.message
    if not isinstance(said, list):
        return []
    return [(str(each.get("error")), str(each.get("message"))) for each in said]
