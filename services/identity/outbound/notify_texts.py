"""Hands text messages to GOV.UK Notify, or to anything that speaks its API.

https://docs.notifications.service.gov.uk/python.html
"""

from dataclasses import dataclass, field
from typing import Final

from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from services.identity.domain.errors import TextRefused, TextsUnavailable

_WRONG_NUMBER: Final = "ValidationError"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyTextMessages:
    """One service of Notify, with a template whose whole text is `((text))`."""

    url: str
    api_key: str = field(repr=False)
    template_id: str
    timeout_seconds: float = 3

    def send(self, to: str, text: str, reference: str) -> str:
        """Return Notify's id for the text.

        Raises:
            TextsUnavailable: Notify is away, or refuses us or everything for now.
            TextRefused: it says that this number is none.
        """
        # A client holds a session and is not thread-safe: one for each text.
        client = NotificationsAPIClient(
            self.api_key, base_url=self.url, timeout=self.timeout_seconds
        )
        try:
            taken = client.send_sms_notification(
                phone_number=to,
                template_id=self.template_id,
                personalisation={"text": text},
                reference=reference,
            )
            return str(taken["id"])
        except (InvalidResponse, KeyError, TypeError) as error:
            raise TextsUnavailable(f"text not taken: {type(error).__name__}") from error
        except APIError as error:
            if error.status_code == 400 and _kinds(error) == {_WRONG_NUMBER}:
                raise TextRefused("the provider takes no text to this number") from error
            raise TextsUnavailable(f"text not taken: status {error.status_code}") from error


def _kinds(error: APIError) -> set[str]:
    said = error.message
    return {str(each.get("error")) for each in said} if isinstance(said, list) else set()
