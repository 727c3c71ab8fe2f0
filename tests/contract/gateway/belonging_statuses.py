"""What programs may rely on of organisations, further addresses and reaching people."""

from typing import Final

from services.identity.domain import channel_errors, directory_errors, membership_errors

MODULES: Final = (channel_errors, directory_errors, membership_errors)
BELONGING: Final = {
    "APPOINTED_BY_SUSPENDER": 403,
    "CHANNEL_HELD": 409,
    "CHANNEL_NOT_FOUND": 404,
    "CHANNEL_REQUEST_NOT_FOUND": 404,
    "INVITATION_NOT_FOUND": 404,
    "LAST_ADMIN": 409,
    "LAST_MEMBER": 409,
    "MEMBER_NOT_FOUND": 404,
    "NOBODY_TO_TELL": 409,
    "NOT_ORGANISATION_ADMIN": 403,
    "ORGANISATION_LED": 409,
    "OWN_ORGANISATION": 403,
    "PREMISES_LEFT_BEHIND": 409,
    "RECORD_BUDGET_SPENT": 403,
    "RECORD_FREEZE_NOT_FOUND": 404,
    "RESENT_TOO_OFTEN": 429,
    "SELF_LIFT": 403,
    "SELF_REMOVAL": 403,
    "TOO_MANY_CHANNELS": 429,
    "TOO_MANY_INVITATIONS": 429,
    "TOO_MANY_MEMBERS": 409,
    "TOO_MANY_RELAYED": 429,
}
"""The status of each reason."""
