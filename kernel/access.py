"""The one function that decides reading."""

from datetime import datetime

from kernel.grants import ReadGrant
from kernel.markings import Marking
from kernel.principals import Principal


def may_read(
    principal: Principal,
    marking: Marking,
    *,
    grant: ReadGrant | None = None,
    at: datetime | None = None,
) -> bool:
    """Tell whether a principal may see a thing at all. Every part of the marking must be met.

    A `grant` of this very thing may stand for the tier alone, and only `at` a moment within it: no
    other part of a marking is ever met by one.
    """
    if grant is not None and at is not None and grant.lets(principal, marking, at):
        return True
    if principal.tier < marking.minimum_tier:
        return False
    if marking.closed_group and marking.closed_group not in principal.groups:
        return False
    return not marking.named_subjects or principal.subject in marking.named_subjects
