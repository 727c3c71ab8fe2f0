"""The facts for which alerts refuses."""

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Unauthenticated,
    Unmet,
    Violation,
)


class AlertNotFound(NotFound):
    """There is no such alert, or the caller may not know of it."""

    reason = "ALERT_NOT_FOUND"


class SelfApproval(Denied):
    """The second person is the first one."""

    reason = "SELF_APPROVAL"


class VersionChanged(Conflict):
    """What stands here now is not what was read."""

    reason = "VERSION_CHANGED"


class IllegalTransition(Unmet):
    """The alert is not at the point of its life where this can be done."""

    reason = "ILLEGAL_TRANSITION"


class AlertOutOfDate(Unmet):
    """The alert would have expired already."""

    reason = "ALERT_OUT_OF_DATE"


class TicketRefused(Unauthenticated):
    """The stream ticket is forged, spoiled or too old."""

    reason = "TICKET_REFUSED"


class CallbackRefused(Unauthenticated):
    """What calls back is not the provider."""

    reason = "CALLBACK_REFUSED"


class CapTooLarge(Invalid):
    """A CAP message is larger, or has more points, than is ever read."""

    reason = "CAP_TOO_LARGE"


class CapUnreadable(Invalid):
    """What came is no XML document."""

    reason = "CAP_UNREADABLE"


class CapForbidden(Invalid):
    """A document declares types or entities: such is never resolved."""

    reason = "CAP_DECLARATIONS_FORBIDDEN"


class CapThreadUnknown(Unmet):
    """An Update or a Cancel refers to no message that we know."""

    reason = "CAP_THREAD_UNKNOWN"


class CapThreadEnded(Unmet):
    """An Update or a Cancel refers to what is over."""

    reason = "CAP_THREAD_ENDED"


class CapIdentifierReused(Conflict):
    """A sender's identifier came before with another message."""

    reason = "CAP_IDENTIFIER_REUSED"


class CapNotFound(NotFound):
    """There is no such public CAP message."""

    reason = "CAP_NOT_FOUND"


class CodeUnknown(NotFound):
    """A code is not one of ours."""

    reason = "CODE_UNKNOWN"


class NotLogged(NotFound):
    """The public log has no such message, or is not so long."""

    reason = "NOT_LOGGED"


class NothingChanged(Unmet):
    """What was said is what stands there already."""

    reason = "NOTHING_CHANGED"


class ThreadMovedOn(Unmet):
    """The message is no longer the current one of its thread."""

    reason = "THREAD_MOVED_ON"


class TooManyDrafts(Unmet):
    """As many messages wait in the thread as may."""

    reason = "TOO_MANY_DRAFTS"


class AudienceNotConfirmed(Unmet):
    """The approver did not confirm the size of the audience."""

    reason = "AUDIENCE_NOT_CONFIRMED"


class ReachDrifted(Unmet):
    """The audience is another size by now than what was confirmed."""

    reason = "REACH_DRIFTED"


class AudienceEmpty(Unmet):
    """There is nobody who could receive the alert."""

    reason = "AUDIENCE_EMPTY"


class CapStatusFixed(Unmet):
    """An exercise never becomes actual, nor the other way."""

    reason = "CAP_STATUS_FIXED"


class IssuingFrozen(Unmet):
    """Two people stopped all issuing; what is out can still be withdrawn."""

    reason = "ISSUING_FROZEN"


class FreezeUnderWay(Unmet):
    """Issuing is stopped already, or somebody proposed that."""

    reason = "FREEZE_UNDER_WAY"


class FreezeNotFound(NotFound):
    """There is no such freeze."""

    reason = "FREEZE_NOT_FOUND"


class TemplateNotFound(NotFound):
    """There is no such template."""

    reason = "TEMPLATE_NOT_FOUND"


class TemplateNotApproved(Unmet):
    """Two people did not approve the template, or it is retired."""

    reason = "TEMPLATE_NOT_APPROVED"


class TemplateExpired(Unmet):
    """The template has run out."""

    reason = "TEMPLATE_EXPIRED"


class NothingToReview(Unmet):
    """Nobody acted alone on this alert, or it was reviewed."""

    reason = "NOTHING_TO_REVIEW"


class AnswerNotAsked(Unmet):
    """The alert asks for no answer."""

    reason = "ANSWER_NOT_ASKED"


class AnswersClosed(Unmet):
    """The alert is not in force, so nobody is asked any more."""

    reason = "ANSWERS_CLOSED"


class TooManyAnswers(Exhausted):
    """One person changed their answer too often."""

    reason = "TOO_MANY_ANSWERS"


class AnswerLinkRefused(NotFound):
    """The link is forged or spoiled."""

    reason = "ANSWER_LINK_REFUSED"


class AnswerLinkEnded(Unmet):
    """The link's time is over."""

    reason = "ANSWER_LINK_ENDED"


class AnswerLinkOfAnotherAlert(Denied):
    """The link is good, for another alert."""

    reason = "ANSWER_LINK_OF_ANOTHER_ALERT"


class HelpNotStaffed(Unmet):
    """Nobody is at a queue that would answer a call for help."""

    reason = "HELP_NOT_STAFFED"


class HelpNotFound(NotFound):
    """There is no such call for help."""

    reason = "HELP_NOT_FOUND"


class HelpClosed(Unmet):
    """The call for help is closed."""

    reason = "HELP_CLOSED"


class HeldByAnother(Denied):
    """Another officer has it, or nobody."""

    reason = "HELP_HELD_BY_ANOTHER"


class NotStaffed(Unmet):
    """The officer is not at the queue any more."""

    reason = "NOT_STAFFED"


class StaffingNotFound(NotFound):
    """There is no such shift of the caller."""

    reason = "STAFFING_NOT_FOUND"


class TooManyReports(Exhausted):
    """One person reported too often."""

    reason = "TOO_MANY_REPORTS"


class WebhookNotFound(NotFound):
    """There is no such endpoint, or it is another organisation's."""

    reason = "WEBHOOK_NOT_FOUND"


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is not the endpoint's."""

    reason = "DELIVERY_NOT_FOUND"


class DeliveryUnderWay(Unmet):
    """The delivery has not come to an end."""

    reason = "DELIVERY_UNDER_WAY"


class NoOrganisation(Unmet):
    """The caller is of no organisation."""

    reason = "NO_ORGANISATION"


class TooManyWebhooks(Unmet):
    """The organisation has as many endpoints as one may have."""

    reason = "TOO_MANY_WEBHOOKS"


class TooManyPings(Exhausted):
    """The endpoint was pinged too often just now."""

    reason = "TOO_MANY_PINGS"


class TooManyBrowsers(Unmet):
    """The person has as many browsers notified as one may have."""

    reason = "TOO_MANY_BROWSERS"


class AreaWrong(Invalid):
    """An area cannot be one. Its violations name the place below the area's own field."""

    reason = "AREA_WRONG"

    def under(self, field: str) -> "AreaWrong":
        """Return it as of the area in a field."""
        return type(self)(
            *(Violation(f"{field}.{each.field}", each.description) for each in self.violations)
        )


class TooFewPoints(AreaWrong):
    """A polygon has fewer than four points."""

    reason = "TOO_FEW_POINTS"


class TooManyPoints(AreaWrong):
    """The polygons of an audience have more points than anyone needs."""

    reason = "TOO_MANY_POINTS"


class PointNotFinite(AreaWrong):
    """A coordinate is no number, or has no end."""

    reason = "POINT_NOT_FINITE"


class PointOutOfRange(AreaWrong):
    """A coordinate is beyond a pole, or more than half way around the earth."""

    reason = "POINT_OUT_OF_RANGE"


class PointsSwapped(AreaWrong):
    """Latitude stands where longitude belongs, and the other way."""

    reason = "POINTS_SWAPPED"


class PolygonUnclosed(AreaWrong):
    """A polygon's last point is not its first."""

    reason = "POLYGON_UNCLOSED"


class PolygonCrossesItself(AreaWrong):
    """A polygon's edges cross or touch each other."""

    reason = "POLYGON_CROSSES_ITSELF"


class NoArea(AreaWrong):
    """All points of a polygon are on one line."""

    reason = "NO_AREA"


class RadiusOutOfRange(AreaWrong):
    """A circle's radius is not more than nothing, or more than anyone needs."""

    reason = "RADIUS_OUT_OF_RANGE"


class AudienceForNobody(Invalid):
    """The rows of an audience include nobody, or contradict each other."""

    reason = "AUDIENCE_FOR_NOBODY"
