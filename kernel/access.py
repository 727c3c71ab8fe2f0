"""The one function that decides reading."""

from kernel.markings import Marking
from kernel.principals import Principal


def may_read(principal: Principal, marking: Marking) -> bool:
    """Tell whether a principal may see a thing at all. Every part of the marking must be met."""
    if principal.tier < marking.minimum_tier:
        return False
    if marking.closed_group and marking.closed_group not in principal.groups:
        return False
    return not marking.named_subjects or principal.subject in marking.named_subjects
