"""Who works with alerts, and so sees more of them than those for whom they are."""

from typing import Final

from kernel.principals import Principal

STAFF: Final = frozenset({"alerts:draft", "alerts:approve", "alerts:confirm-welsh"})
"""Any of these permissions lets a person see alerts that were not issued."""


def is_staff(person: Principal) -> bool:
    """Tell whether a person works with alerts, and so sees digests, audiences and drafts."""
    return any(person.may(permission) for permission in STAFF)
