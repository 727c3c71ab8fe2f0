"""The facts for which content refuses what is asked of drafts."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class DraftNotFound(NotFound):
    """There is no such draft, or the caller may not know of it."""

    reason = "DRAFT_NOT_FOUND"


class IllegalDraftTransition(Unmet):
    """The draft is not at the point of its life where this can be done."""

    reason = "ILLEGAL_TRANSITION"


class SelfApproval(Denied):
    """The second person is one who had a hand in it."""

    reason = "SELF_APPROVAL"


class VersionChanged(Conflict):
    """What stands here now is not what was read."""

    reason = "VERSION_CHANGED"


class DraftOutdated(Conflict):
    """The document changed since the draft of its next version was written."""

    reason = "DRAFT_OUTDATED"


class SecondPersonNeeded(Unmet):
    """One person would say alone what not everybody may read, or who may."""

    reason = "SECOND_PERSON_NEEDED"


class ScheduleOver(Unmet):
    """The time at which the document was to be taken back has passed."""

    reason = "SCHEDULE_OVER"


class TooManyOpenDrafts(Exhausted):
    """There are as many open drafts as there may be."""

    reason = "TOO_MANY_OPEN_DRAFTS"
