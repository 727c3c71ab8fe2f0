"""The facts for which alerts refuse to do something about a cordon."""

from chassis.errors import Denied, NotFound, Unmet


class CordonNotFound(NotFound):
    """There is no such cordon, or the caller may not know of it."""

    reason = "CORDON_NOT_FOUND"


class CordonHeldByAnother(Denied):
    """Another officer keeps it up to date: take it over first."""

    reason = "CORDON_HELD_BY_ANOTHER"


class TooManyCordons(Unmet):
    """The thread has as many cordons as one may have."""

    reason = "TOO_MANY_CORDONS"


class UpdateDuePassed(Unmet):
    """The next update would be due already when it is confirmed."""

    reason = "UPDATE_DUE_PASSED"
