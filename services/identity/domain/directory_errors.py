"""The facts for which identity refuses about reaching people, and about reading of them."""

from chassis.errors import Denied, Exhausted, NotFound, Unmet


class RecordBudgetSpent(Denied):
    """The account read as many records of other people as one may in a day."""

    reason = "RECORD_BUDGET_SPENT"


class RecordFreezeNotFound(NotFound):
    """The account is not kept from reading records."""

    reason = "RECORD_FREEZE_NOT_FOUND"


class SelfLift(Denied):
    """Somebody else must let one read again."""

    reason = "SELF_LIFT"


class NobodyToTell(Unmet):
    """Nobody sits in that seat, or there is no such organisation."""

    reason = "NOBODY_TO_TELL"


class TooManyRelayed(Exhausted):
    """The account sent as many messages through us as one may in a day."""

    reason = "TOO_MANY_RELAYED"
