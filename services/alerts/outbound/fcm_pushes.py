"""Hands notifications of apps to Firebase Cloud Messaging (HTTP v1), or to what speaks its API.

https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import requests
from urllib3.exceptions import NewConnectionError

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.device import AppToken
from services.alerts.domain.message import Message
from services.alerts.outbound.fcm_account import Access, NoAccess, ServiceAccount
from services.alerts.outbound.fcm_messages import fcm_message

_OF_THE_MESSAGE: Final = {
    "UNREGISTERED": Outcome.NO_ADDRESS,  # the app is gone, or its token was changed
    "SENDER_ID_MISMATCH": Outcome.NO_ADDRESS,  # the token is for another project's messages
    "INVALID_ARGUMENT": Outcome.REFUSED,
    "QUOTA_EXCEEDED": Outcome.LATER,  # this device had too many, or all of them together
    "THIRD_PARTY_AUTH_ERROR": Outcome.LATER,  # Apple does not know us: the others may go on
    "UNAVAILABLE": Outcome.AWAY,
    "INTERNAL": Outcome.UNKNOWN,
}
_OF_US: Final = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE}
)
"""Statuses without a code of the provider's that say nothing of the message."""

_ADDRESSED: Final = "message.token"
LONGEST_WAIT: Final = timedelta(minutes=10)
"""No longer is a message kept back on the provider's word; an alert may be over by then."""


@dataclass(slots=True, kw_only=True)
class FcmPushes:
    """One project's notifications; one caller at a time.

    The provider does not drop a second notification: the app does, by the id in its data.
    """

    url: str
    account: ServiceAccount
    timeout_seconds: float = 4
    _session: requests.Session = field(init=False, repr=False)
    _access: Access = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # a .netrc would put other words into our requests
        self._access = Access(
            account=self.account, session=self._session, timeout_seconds=self.timeout_seconds
        )

    def send(
        self,
        to: str,
        message: Message,
        reference: UUID,  # noqa: ARG002 - the message's data says it
    ) -> HandOver:
        """Return what became of a notification."""
        body = {"message": fcm_message(AppToken.of_address(to), message, time.time())}
        try:
            answer = self._posted(body)
            if answer.status_code == HTTPStatus.UNAUTHORIZED and not _code(answer):
                self._access.forget()  # it ended before its time: once with another
                answer = self._posted(body)
        except NoAccess as error:
            return HandOver(outcome=Outcome.AWAY, why=str(error))
        except requests.RequestException as error:
            return _without_answer(error)
        return _answered(answer)

    def _posted(self, body: dict[str, Any]) -> requests.Response:
        return self._session.post(
            f"{self.url}/v1/projects/{self.account.project_id}/messages:send",
            json=body,
            headers={"Authorization": f"Bearer {self._access.token()}"},
            timeout=self.timeout_seconds,
            allow_redirects=False,
        )


def _without_answer(error: requests.RequestException) -> HandOver:
    """Return whether the provider can have had it: not where no connection came about."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    connecting = isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or (
        isinstance(error, requests.ConnectionError) and isinstance(reason, NewConnectionError)
    )
    outcome = Outcome.AWAY if connecting else Outcome.UNKNOWN
    return HandOver(outcome=outcome, why=type(error).__name__)


def _answered(answer: requests.Response) -> HandOver:
    status, code = answer.status_code, _code(answer)
    if status == HTTPStatus.OK:
        return HandOver(outcome=Outcome.TAKEN, provider_id=_name(answer))
    outcome = _OF_THE_MESSAGE.get(code) or _of_status(status)
    if outcome is Outcome.REFUSED and _ADDRESSED in _wrong_fields(answer):
        outcome = Outcome.NO_ADDRESS
    return HandOver(
        outcome=outcome,
        why=f"status {status} {code}".rstrip(),
        not_before=_asked_to_wait(answer),
    )


def _of_status(status: int) -> Outcome:
    """Return what a status means of which the provider says no more."""
    if status in _OF_US:
        return Outcome.AWAY
    return Outcome.UNKNOWN if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Outcome.LATER


def _asked_to_wait(answer: requests.Response) -> timedelta:
    """Return how long the provider asks to be left alone: whole seconds, as it says them."""
    said = answer.headers.get("Retry-After", "")
    if not (said.isascii() and said.isdecimal()):
        return timedelta()
    return min(timedelta(seconds=min(int(said), 86400)), LONGEST_WAIT)


def _name(answer: requests.Response) -> str:
    """Return the provider's name of a message that it took; it may be said in any form."""
    said = _said(answer).get("name")
    return said if isinstance(said, str) else ""


def _code(answer: requests.Response) -> str:
    """Return the provider's own code of an error; empty where it gives none."""
    found = (each.get("errorCode") for each in _details(answer))
    return next((each for each in found if isinstance(each, str)), "")


def _wrong_fields(answer: requests.Response) -> set[object]:
    """Return the fields that the provider names as wrong."""
    named = [each.get("fieldViolations") for each in _details(answer)]
    return {
        one.get("field")
        for each in named
        if isinstance(each, list)
        for one in each
        if isinstance(one, dict)
    }


def _details(answer: requests.Response) -> list[dict[str, Any]]:
    error = _said(answer).get("error")
    details = error.get("details") if isinstance(error, dict) else None
    return [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []


def _said(answer: requests.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


@dataclass(frozen=True, slots=True)
class NoAppPushes:
    """Stands where no project is named: nothing waits for somebody who never comes."""

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:  # noqa: ARG002
        """Refuse it."""
        return HandOver(outcome=Outcome.REFUSED, why="this platform notifies no app")
