"""What a route is to the tests: a good request, and the message the service must hear."""

from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf.message import Message

KEY: Final = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
VERSION: Final = 41
ALERT_ID: Final = "11111111-1111-4111-8111-111111111111"
CASE_ID: Final = "22222222-2222-4222-8222-222222222222"
PERSON_ID: Final = "33333333-3333-4333-8333-333333333333"
DOCUMENT_ID: Final = "44444444-4444-4444-8444-444444444444"
DRAFT_ID: Final = "1b1b1b1b-1b1b-4b1b-8b1b-1b1b1b1b1b1b"
QUESTION_ID: Final = "55555555-5555-4555-8555-555555555555"
REQUEST_ID: Final = "dddddddd-dddd-4ddd-8ddd-dddddddddddd"
COURSE_ID: Final = "cccccccc-cccc-4ccc-8ccc-cccccccccccc"
MODULE_ID: Final = "66666666-6666-4666-8666-666666666666"
ENROLMENT_ID: Final = "77777777-7777-4777-8777-777777777777"
ATTEMPT_ID: Final = "88888888-8888-4888-8888-888888888888"
CERTIFICATE_ID: Final = "99999999-9999-4999-8999-999999999999"
LIST_ID: Final = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
KEY_ID: Final = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
PREMISES_ID: Final = "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee"
HELP_ID: Final = "abababab-abab-4bab-8bab-abababababab"
STAFFING_ID: Final = "acacacac-acac-4cac-8cac-acacacacacac"
RUMOUR_ID: Final = "15151515-1515-4515-8515-151515151515"
CORDON_ID: Final = "14141414-1414-4414-8414-141414141414"
CHANGE_ID: Final = "12121212-1212-4212-8212-121212121212"
WEBHOOK_ID: Final = "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a"
GROUP_ID: Final = "18181818-1818-4818-8818-181818181818"
GRANT_ID: Final = "17171717-1717-4717-8717-171717171717"
SEAT_ID: Final = "0d0d0d0d-0d0d-4d0d-8d0d-0d0d0d0d0d0d"
SUBSCRIPTION_ID: Final = "0c0c0c0c-0c0c-4c0c-8c0c-0c0c0c0c0c0c"
PASSKEY_ID: Final = "0d0d0d0d-0d0d-4d0d-8d0d-0d0d0d0d0d0d"
FACTOR_ID: Final = "0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e"
DEVICE_ID: Final = "16161616-1616-4616-8616-161616161616"
DELIVERY_ID: Final = "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b"
INVITATION_ID: Final = "17171717-1717-4717-8717-171717171717"
ORGANISATION_ID: Final = "ffffffff-ffff-4fff-8fff-ffffffffffff"
FREEZE_ID: Final = "12121212-1212-4212-8212-121212121212"
TEMPLATE_ID: Final = "34343434-3434-4434-8434-343434343434"
SITE_ID: Final = "17171717-1717-4717-8717-171717171717"
PROVIDER_ID: Final = "18181818-1818-4818-8818-181818181818"
ATTACHMENT_ID: Final = "1b1b1b1b-1b1b-4b1b-8b1b-1b1b1b1b1b1b"
PACKAGE_ID: Final = "1c1c1c1c-1c1c-4c1c-8c1c-1c1c1c1c1c1c"
LINK_ID: Final = "19191919-1919-4919-8919-191919191919"
CATALOGUE_ID: Final = "1a1a1a1a-1a1a-4a1a-8a1a-1a1a1a1a1a1a"
SESSION_ID: Final = "27272727-2727-4727-8727-272727272727"
SAVED_SEARCH_ID: Final = "25252525-2525-4525-8525-252525252525"
REMARK_ID: Final = "1b1b1b1b-1b1b-4b1b-8b1b-1b1b1b1b1b1b"
STATEMENT_ID: Final = "26262626-2626-4626-8626-262626262626"
TOKEN: Final = "q-7_" + "x" * 39
IDS: Final = {
    "session_id": SESSION_ID,
    "saved_search_id": SAVED_SEARCH_ID,
    "attachment_id": ATTACHMENT_ID,
    "package_id": PACKAGE_ID,
    "remark_id": REMARK_ID,
    "token": TOKEN,
    "link_id": LINK_ID,
    "catalogue_id": CATALOGUE_ID,
    "provider_id": PROVIDER_ID,
    "site_id": SITE_ID,
    "grant_id": GRANT_ID,
    "group_id": GROUP_ID,
    "invitation_id": INVITATION_ID,
    "channel_id": SUBSCRIPTION_ID,
    "request_id": REQUEST_ID,
    "seat_id": SEAT_ID,
    "device_id": DEVICE_ID,
    "template_id": TEMPLATE_ID,
    "freeze_id": FREEZE_ID,
    "alert_id": ALERT_ID,
    "drill_id": ALERT_ID,
    "verification_id": CASE_ID,
    "subject": PERSON_ID,
    "document_id": DOCUMENT_ID,
    "draft_id": DRAFT_ID,
    "number": "7",
    "question_id": QUESTION_ID,
    "course_id": COURSE_ID,
    "module_id": MODULE_ID,
    "enrolment_id": ENROLMENT_ID,
    "attempt_id": ATTEMPT_ID,
    "certificate_id": CERTIFICATE_ID,
    "list_id": LIST_ID,
    "statement_id": STATEMENT_ID,
    "key_id": KEY_ID,
    "premises_id": PREMISES_ID,
    "help_id": HELP_ID,
    "staffing_id": STAFFING_ID,
    "change_id": CHANGE_ID,
    "rumour_id": RUMOUR_ID,
    "cordon_id": CORDON_ID,
    "postcode": "SW1A 1AA",
    "area": "SW1A",
    "code": "7K3Q-9M2X-4T8W",
    "identifier": "isp-1",
    "webhook_id": WEBHOOK_ID,
    "delivery_id": DELIVERY_ID,
    "passkey_id": PASSKEY_ID,
    "factor_id": FACTOR_ID,
    "reset_id": REQUEST_ID,
    "organisation_id": ORGANISATION_ID,
    "subscription_id": SUBSCRIPTION_ID,
    "complaint_id": REQUEST_ID,
    "region": "LON",
    "language": "en-GB",
}
"""What stands in the place of each part of an address."""


@dataclass(frozen=True)
class Route:
    """A good request, the RPC that it is, the message, and what kind of answer it gets."""

    method: str
    rule: str
    rpc: str
    message: Message
    status: int = 200
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    needs_key: bool = False
    needs_version: bool = False
    answers: str = "application/json"

    @property
    def path(self) -> str:
        """The address, with ids in it."""
        return self.rule.format_map(IDS)

    @property
    def headers(self) -> dict[str, str]:
        """The headers without which it is refused."""
        key = {"Idempotency-Key": KEY} if self.needs_key else {}
        return key | ({"If-Match": f'"v{VERSION}"'} if self.needs_version else {})

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"
