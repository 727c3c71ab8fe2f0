"""What the words of the contracts are called on pages, in the present language."""

from typing import Final

from flask_babel import gettext, lazy_gettext

from isp.alerts.v1.cascades_pb2 import AddedContext, Step
from kernel.places import REGIONS, SECTORS
from kernel.premises import PREMISES_TYPES

TIERS: Final = {
    "PUBLIC": lazy_gettext("Public"),
    "REGISTERED": lazy_gettext("Registered"),
    "VERIFIED": lazy_gettext("Verified"),
    "TRUSTED": lazy_gettext("Trusted"),
}
CAP_MSG_TYPES: Final = {
    "ALERT": lazy_gettext("A message"),
    "UPDATE": lazy_gettext("An update"),
    "CANCEL": lazy_gettext("A cancellation"),
}
SEAT_ROLES: Final = {
    "REGIONAL_COORDINATOR": lazy_gettext("Regional coordinator"),
    "SECTOR_LEAD": lazy_gettext("Sector lead"),
}
SEAT_POSITIONS: Final = {
    "HOLDER": lazy_gettext("Holder"),
    "DEPUTY": lazy_gettext("Deputy"),
    "ASSOCIATE": lazy_gettext("Associate"),
}
DOCUMENT_KINDS: Final = {
    "GUIDANCE": lazy_gettext("Guidance"),
    "BULLETIN": lazy_gettext("Bulletin"),
    "RESOURCE": lazy_gettext("Resource"),
    "CASE_STUDY": lazy_gettext("Case study"),
    "BRIEFING": lazy_gettext("Briefing"),
    "NEWS": lazy_gettext("News"),
    "PACK": lazy_gettext("Pack"),
    "VIDEO": lazy_gettext("Film"),
}
DOCUMENT_LANGUAGES: Final = {"en-GB": "English", "cy": "Cymraeg"}
FACETS: Final = {
    "sectors": lazy_gettext("Sector"),
    "regions": lazy_gettext("Region"),
    "kinds": lazy_gettext("Kind"),
    "language": lazy_gettext("Language"),
    "tags": lazy_gettext("Tag"),
    "year": lazy_gettext("Year"),
}
ALERT_STATUSES: Final = {
    "DRAFT": lazy_gettext("Draft"),
    "SUBMITTED": lazy_gettext("Awaiting approval"),
    "RETURNED": lazy_gettext("Returned"),
    "DISCARDED": lazy_gettext("Discarded"),
    "ISSUED": lazy_gettext("Live"),
    "WITHDRAWN": lazy_gettext("Withdrawn"),
    "ALL_CLEAR": lazy_gettext("All clear"),
    "EXPIRED": lazy_gettext("Expired"),
}
DELIVERY_STATES: Final = {
    "QUEUED": lazy_gettext("Waiting"),
    "SENDING": lazy_gettext("Being sent"),
    "SENT": lazy_gettext("Sent"),
    "DELIVERED": lazy_gettext("Arrived"),
    "TEMPORARY": lazy_gettext("Did not arrive; tried again"),
    "UNKNOWN": lazy_gettext("Perhaps sent; tried again"),
    "PERMANENT": lazy_gettext("Cannot arrive"),
    "DROPPED": lazy_gettext("Not sent any more"),
    "DEAD": lazy_gettext("Given up"),
}
DECISIONS: Final = {
    "alerts:draft": lazy_gettext("Written"),
    "alerts:import-cap": lazy_gettext("Taken in from another system (CAP)"),
    "alerts:edit": lazy_gettext("Changed"),
    "alerts:submit": lazy_gettext("Handed to the approvers"),
    "alerts:return": lazy_gettext("Sent back"),
    "alerts:discard": lazy_gettext("Discarded"),
    "alerts:approve": lazy_gettext("Approved and issued"),
    "alerts:withdraw": lazy_gettext("Withdrawn"),
    "alerts:propose-all-clear": lazy_gettext("All-clear proposed"),
    "alerts:all-clear": lazy_gettext("All-clear given"),
    "alerts:break-glass": lazy_gettext("Issued alone, by a template"),
    "alerts:review": lazy_gettext("Reviewed"),
    "alerts:expire": lazy_gettext("Expired"),
    "alerts:page": lazy_gettext("An officer was paged"),
    "alerts:requeue-dead-deliveries": lazy_gettext(
        "All that a channel had given up is tried again"
    ),
    "alerts:requeue-dead-delivery": lazy_gettext("A message that had been given up is tried again"),
    "alerts:confirm-welsh": lazy_gettext("Its Welsh confirmed"),
    "alerts:propose-cordon": lazy_gettext("Cordon proposed"),
    "alerts:move-cordon": lazy_gettext("Move of a cordon proposed"),
    "alerts:lift-cordon": lazy_gettext("Lifting of a cordon proposed"),
    "alerts:drop-cordon-change": lazy_gettext("Proposal about a cordon given up"),
    "alerts:confirm-cordon": lazy_gettext("Cordon set, moved or lifted"),
    "alerts:renew-cordon": lazy_gettext("Cordon said to stand as it is"),
    "alerts:take-cordon": lazy_gettext("Cordon taken over"),
    "alerts:pass-on": lazy_gettext("Passed on to those below a seat"),
    "alerts:climb-cascade": lazy_gettext("Nobody passed it on in time: the next one's turn"),
    "alerts:report-up": lazy_gettext("Those above a seat were told how things are"),
    "alerts:queue-deliveries": lazy_gettext("Its e-mails and texts are on their way"),
}
TEMPLATE_STATUSES: Final = {
    "PROPOSED": lazy_gettext("Awaits a colleague's approval"),
    "APPROVED": lazy_gettext("May be used"),
    "RETIRED": lazy_gettext("Retired"),
}
TEMPLATE_USES: Final = {
    "BREAK_GLASS": lazy_gettext("A duty officer warns by it alone"),
    "WELSH_STAND_IN": lazy_gettext(
        "Its Welsh stands in an Extreme alert until confirmed Welsh follows"
    ),
}
FREEZE_STATUSES: Final = {
    "PROPOSED": lazy_gettext("Somebody wants to stop all issuing"),
    "FROZEN": lazy_gettext("All issuing is stopped since"),
    "LIFT_PROPOSED": lazy_gettext("All issuing is stopped; somebody wants to let it go on. Since"),
    "LIFTED": lazy_gettext("Issuing goes on"),
}
AUDIENCE_SIZES: Final = {
    "NOBODY": lazy_gettext("Nobody"),
    "FEWER_THAN_TEN": lazy_gettext("Fewer than ten"),
    "TENS": lazy_gettext("Tens"),
    "HUNDREDS": lazy_gettext("Hundreds"),
    "THOUSANDS": lazy_gettext("Thousands"),
    "TENS_OF_THOUSANDS": lazy_gettext("Tens of thousands"),
    "HUNDREDS_OF_THOUSANDS": lazy_gettext("Hundreds of thousands"),
    "MILLIONS": lazy_gettext("Millions"),
}
HAND_PARTS: Final = {
    "WRITER": lazy_gettext("wrote it"),
    "EDITOR": lazy_gettext("changed it"),
    "TRANSLATOR": lazy_gettext("translated it"),
    "SUBMITTER": lazy_gettext("handed it over"),
    "WELSH_APPROVER": lazy_gettext("confirmed its Welsh"),
}
CAP_STATUSES: Final = {
    "ACTUAL": lazy_gettext("Actual"),
    "EXERCISE": lazy_gettext("Exercise"),
    "TEST": lazy_gettext("Test"),
}
CHANNELS: Final = {
    "EMAIL": lazy_gettext("E-mail"),
    "SMS": lazy_gettext("Text message"),
    "WEB_PUSH": lazy_gettext("Notice of the browser"),
    "MOBILE_PUSH": lazy_gettext("Notification of the app"),
    "WEBHOOK": lazy_gettext("Other programs"),
}
ANSWERS: Final = {
    "SAFE": lazy_gettext("I am safe"),
    "NEED_HELP": lazy_gettext("I need help"),
    "NOT_AFFECTED": lazy_gettext("I am not affected"),
}
HELP_STATES: Final = {
    "WAITING": lazy_gettext("No officer has the call yet"),
    "TAKEN": lazy_gettext("An officer has the call"),
    "CLOSED": lazy_gettext("The call is closed"),
}
STEP_STATES: Final = {
    "WAITING": lazy_gettext("Waits to be passed on"),
    "PASSED_ON": lazy_gettext("Passed on"),
    "SENT_DIRECT": lazy_gettext("Sent by the hub"),
    "CLOSED": lazy_gettext("Over before it was passed on"),
}
SITUATIONS: Final = {
    "ALL_QUIET": lazy_gettext("All is quiet"),
    "CROWDS": lazy_gettext("Crowds"),
    "PEOPLE_LEAVING": lazy_gettext("People are leaving"),
    "SMOKE_OR_FIRE": lazy_gettext("Smoke or fire"),
    "ROADS_CLOSED": lazy_gettext("Roads are closed"),
    "TRANSPORT_STOPPED": lazy_gettext("Trains or buses have stopped"),
    "PEOPLE_HURT": lazy_gettext("People are hurt"),
}
RUMOUR_KINDS: Final = {
    "NOT_ISSUED": lazy_gettext("Not issued by us"),
    "UNFOUNDED": lazy_gettext("The police say unfounded"),
}
ACCESS_STATUSES: Final = {
    "WAITING": lazy_gettext("Waits for a decision"),
    "PROPOSED": lazy_gettext("A second person must agree"),
    "GRANTED": lazy_gettext("Granted"),
    "REFUSED": lazy_gettext("Refused"),
    "GIVEN_UP": lazy_gettext("Given up"),
    "LAPSED": lazy_gettext("Nobody decided in time"),
    "REVOKED": lazy_gettext("Taken back"),
    "ENDED": lazy_gettext("Ended"),
}
RUMOUR_STATUSES: Final = {
    "PROPOSED": lazy_gettext("Awaits a colleague"),
    "PUBLISHED": lazy_gettext("On the board"),
    "CORRECTED": lazy_gettext("Corrected"),
    "WITHDRAWN": lazy_gettext("Taken back"),
    "DROPPED": lazy_gettext("Given up"),
}
CORDON_STATUSES: Final = {
    "PROPOSED": lazy_gettext("Awaits a colleague"),
    "LIVE": lazy_gettext("In force"),
    "LIFTED": lazy_gettext("Lifted"),
    "DROPPED": lazy_gettext("Given up"),
    "ENDED_WITH_ALERT": lazy_gettext("Ended with its alert"),
}
CORDON_CHANGES: Final = {
    "SET": lazy_gettext("Set the cordon"),
    "MOVE": lazy_gettext("Move the cordon"),
    "LIFT": lazy_gettext("Lift the cordon"),
}
THREAT_SERIES: Final = {
    "NATIONAL": lazy_gettext("National"),
    "NORTHERN_IRELAND": lazy_gettext("Northern Ireland"),
}
THREAT_LEVELS: Final = {
    "LOW": lazy_gettext("Low"),
    "MODERATE": lazy_gettext("Moderate"),
    "SUBSTANTIAL": lazy_gettext("Substantial"),
    "SEVERE": lazy_gettext("Severe"),
    "CRITICAL": lazy_gettext("Critical"),
}
RESPONSE_LEVELS: Final = {
    "NORMAL": lazy_gettext("Normal"),
    "HEIGHTENED": lazy_gettext("Heightened"),
    "EXCEPTIONAL": lazy_gettext("Exceptional"),
}
CAP_CATEGORIES: Final = {
    "SECURITY": lazy_gettext("Security"),
    "SAFETY": lazy_gettext("Public safety"),
    "CBRNE": lazy_gettext("Chemical, biological, radiological, nuclear or explosive"),
    "INFRA": lazy_gettext("Infrastructure"),
    "TRANSPORT": lazy_gettext("Transport"),
    "FIRE": lazy_gettext("Fire"),
    "RESCUE": lazy_gettext("Rescue and recovery"),
    "HEALTH": lazy_gettext("Health"),
    "ENV": lazy_gettext("Environment"),
    "GEO": lazy_gettext("The ground, as landslides"),
    "MET": lazy_gettext("The weather"),
    "OTHER": lazy_gettext("Anything else"),
}
CAP_RESPONSE_TYPES: Final = {
    "SHELTER": lazy_gettext("Take shelter"),
    "EVACUATE": lazy_gettext("Leave"),
    "AVOID": lazy_gettext("Keep away"),
    "PREPARE": lazy_gettext("Make ready"),
    "EXECUTE": lazy_gettext("Do what was planned"),
    "MONITOR": lazy_gettext("Follow what is said next"),
    "ASSESS": lazy_gettext("Judge it; not for the public"),
    "NONE": lazy_gettext("Nothing"),
}
SITE_STANDINGS: Final = {
    "FOLLOWS": lazy_gettext("as the threat level asks"),
    "PLANNED": lazy_gettext("as the threat level asks; a level of your own begins later"),
    "OWN": lazy_gettext("your own level"),
    "OVERTAKEN": lazy_gettext("the threat level asks for more than your own level"),
}
SITE_OVERRIDE_ENDS: Final = {
    "LIFTED": lazy_gettext("lifted"),
    "RAN_OUT": lazy_gettext("its date came"),
    "REPLACED": lazy_gettext("another took its place"),
}
THREAT_LEVEL_CHANGE_STATUSES: Final = {
    "PROPOSED": lazy_gettext("Awaits a colleague"),
    "APPROVED": lazy_gettext("Approved"),
    "WITHDRAWN": lazy_gettext("Given up"),
}
DELIVERY_CHANNELS: Final = CHANNELS
SEVERITIES: Final = {
    "EXTREME": lazy_gettext("Extreme"),
    "SEVERE": lazy_gettext("Severe"),
    "MODERATE": lazy_gettext("Moderate"),
    "MINOR": lazy_gettext("Minor"),
}
URGENCIES: Final = {
    "IMMEDIATE": lazy_gettext("Immediate"),
    "EXPECTED": lazy_gettext("Expected"),
    "FUTURE": lazy_gettext("Future"),
    "PAST": lazy_gettext("Past"),
}
CERTAINTIES: Final = {
    "OBSERVED": lazy_gettext("Observed"),
    "LIKELY": lazy_gettext("Likely"),
    "POSSIBLE": lazy_gettext("Possible"),
    "UNLIKELY": lazy_gettext("Unlikely"),
}

QUESTION_STATUSES: Final = {
    "OPEN": lazy_gettext("Waits for an expert"),
    "CLAIMED": lazy_gettext("An expert has it"),
    "ANSWERED": lazy_gettext("Answered"),
    "CLOSED": lazy_gettext("Closed"),
}
MESSAGE_KINDS: Final = {
    "QUESTION": lazy_gettext("Question"),
    "FOLLOW_UP": lazy_gettext("Further question"),
    "ANSWER": lazy_gettext("Answer of an expert"),
    "NOTE": lazy_gettext("Note between experts: the asker does not see it"),
}
ENROLMENT_STATUSES: Final = {
    "OPEN": lazy_gettext("Under way"),
    "COMPLETED": lazy_gettext("Completed"),
    "FAILED": lazy_gettext("Not passed"),
}
CHECKS: Final = {
    "SCHEMA": lazy_gettext("Is it a certificate that can be checked?"),
    "ISSUER": lazy_gettext("Did this platform issue it?"),
    "SIGNATURE": lazy_gettext("Is it as it was signed?"),
    "DATES": lazy_gettext("Is it good today?"),
    "STATUS": lazy_gettext("Is it on our record, and not revoked?"),
}
"""What is looked at when a certificate is checked, as a question whose good answer is yes."""

CHECK_OUTCOMES: Final = {
    "PASSED": lazy_gettext("Yes"),
    "FAILED": lazy_gettext("No"),
    "NOT_CHECKED": lazy_gettext("Not looked at"),
}
CHECK_REASONS: Final = {
    "MALFORMED": lazy_gettext("It is not a signed credential. Was all of it copied?"),
    "NOT_A_BADGE": lazy_gettext("It is signed, but it is not a certificate of a course."),
    "UNKNOWN_ISSUER": lazy_gettext("It says that somebody else issued it."),
    "WRONG_ALGORITHM": lazy_gettext("It is not signed in the way that ours are."),
    "UNKNOWN_KEY": lazy_gettext("It is signed with a key that is not ours."),
    "BAD_SIGNATURE": lazy_gettext("It was changed after it was signed, or we did not sign it."),
    "NOT_YET_VALID": lazy_gettext("The day from which it is good has not come."),
    "EXPIRED": lazy_gettext("It was good once, but its time has passed."),
    "NOT_ON_RECORD": lazy_gettext("Our record does not know it."),
    "REVOKED": lazy_gettext("It was revoked."),
}
"""Why a check failed, in plain words."""

VERDICTS: Final = {
    "GOOD": lazy_gettext("This certificate is good"),
    "MALFORMED": lazy_gettext("This cannot be checked"),
    "NOT_A_BADGE": lazy_gettext("This is not a certificate of ours"),
    "UNKNOWN_ISSUER": lazy_gettext("This is not a certificate of ours"),
    "WRONG_ALGORITHM": lazy_gettext("This certificate was changed or forged"),
    "UNKNOWN_KEY": lazy_gettext("This certificate was changed or forged"),
    "BAD_SIGNATURE": lazy_gettext("This certificate was changed or forged"),
    "NOT_YET_VALID": lazy_gettext("This certificate is not good yet"),
    "EXPIRED": lazy_gettext("This certificate has expired"),
    "NOT_ON_RECORD": lazy_gettext("This certificate is not on our record"),
    "REVOKED": lazy_gettext("This certificate was revoked"),
    "WITHDRAWN": lazy_gettext("This certificate ended: its course was withdrawn"),
}
"""What came of checking a certificate, as the heading of its page."""


def region(code: str) -> str:
    """Return a region's name."""
    return str(gettext(REGIONS[code].name)) if code in REGIONS else code


def place(code: str) -> str:
    """Return a region's name; people of several regions, or of none, count elsewhere."""
    return gettext("Several regions, or none") if code == "ELSEWHERE" else region(code)


def help_queue(code: str) -> str:
    """Return the name of a queue that answers calls for help."""
    if code == "NATIONAL":
        return str(gettext("National duty desk"))
    return str(gettext("Duty desk: %(region)s", region=region(code)))


def help_queues() -> list[tuple[str, str]]:
    """Return the queues that there are."""
    return [(code, help_queue(code)) for code in ("NATIONAL", *REGIONS)]


def sector(code: str) -> str:
    """Return a sector's name."""
    return str(gettext(SECTORS[code].name)) if code in SECTORS else code


def seat_place(there: Step | AddedContext) -> str:
    """Return the name of a step's or an addition's place: a region, or a sector in it."""
    named = region(there.region)
    return f"{sector(there.sector)}, {named}" if there.sector else named


def regions() -> list[tuple[str, str]]:
    """Return every region as (code, name), in the order of the data."""
    return [(code, region(code)) for code in REGIONS]


def sectors() -> list[tuple[str, str]]:
    """Return every sector as (code, name), by name."""
    return sorted(((code, sector(code)) for code in SECTORS), key=lambda pair: pair[1])


def premises_type(code: str) -> str:
    """Return the name of a type of premises."""
    return str(gettext(PREMISES_TYPES[code].name)) if code in PREMISES_TYPES else code


def premises_types() -> list[tuple[str, str]]:
    """Return every type of premises as (code, name), in the order of the data."""
    return [(code, premises_type(code)) for code in PREMISES_TYPES]
