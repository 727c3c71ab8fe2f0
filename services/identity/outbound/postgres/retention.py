"""How long identity keeps what, and what enforces it."""

from datetime import timedelta
from typing import Final

from chassis.postgres.endings import SEVEN_YEARS, Ending
from chassis.postgres.retention import Kept
from services.identity.domain.factor_reset import LAPSES
from services.identity.domain.held import KEPT_LOOKS
from services.identity.domain.invitation import KEPT_FOR
from services.identity.domain.partner_usage import LONGEST
from services.identity.domain.subscription_request import KEPT_UNCONFIRMED
from services.identity.outbound.postgres.channel_tables import CHANNEL_REQUESTS
from services.identity.outbound.postgres.directory_tables import RECORD_READS, RELAYED
from services.identity.outbound.postgres.held_tables import HELD_LOOKS
from services.identity.outbound.postgres.organisation_tables import INVITATIONS
from services.identity.outbound.postgres.partner_tables import (
    BROKERED_PEOPLE,
    PARTNER_SIGN_INS,
    PARTNER_SITES,
)
from services.identity.outbound.postgres.privacy_tables import COMPLAINTS, PRIVACY_REQUESTS
from services.identity.outbound.postgres.second_factor_tables import (
    FACTOR_LINKS,
    FACTOR_RESETS,
)
from services.identity.outbound.postgres.standing_tables import ROLE_GRANTS
from services.identity.outbound.postgres.tables import (
    APPLICATIONS,
    MAILS,
    TEXT_MESSAGES,
    VERIFICATIONS,
)
from services.identity.usecases.forget_contacts import KEPT_AFTER_SENDING, KEPT_APPLICATIONS
from services.identity.usecases.forget_invitations import READS_KEPT

_TWO_YEARS: Final = timedelta(days=731)
_THREE_YEARS: Final = timedelta(days=1096)
_SEVEN_YEARS: Final = SEVEN_YEARS
"""Months are counted by the calendar: never more days than these."""

RETENTION: Final = (
    Kept(
        retention="30 days",
        enforced_by="ForgetContacts",
        ages=(
            (APPLICATIONS.c.created_at, KEPT_APPLICATIONS),
            (MAILS.c.sent_at, KEPT_AFTER_SENDING),
            (TEXT_MESSAGES.c.sent_at, KEPT_AFTER_SENDING),
        ),
    ),
    Kept(
        retention="24 months after the decision",
        enforced_by="ForgetCases",
        ages=((VERIFICATIONS.c.decided_at, _TWO_YEARS),),
    ),
    Kept(
        retention="24 months after the decision; the number until the provider has answered",
        enforced_by="ForgetCases AskProviders",
    ),
    Kept(
        retention="36 months after the answer",
        enforced_by="ForgetPrivacyRequests",
        ages=((PRIVACY_REQUESTS.c.closed_at, _THREE_YEARS),),
    ),
    Kept(
        retention=(
            "36 months after the answer, or until the answer if the account was erased before it"
        ),
        enforced_by="ForgetPrivacyRequests AnswerComplaint",
        ages=((COMPLAINTS.c.answered_at, _THREE_YEARS),),
    ),
    Kept(
        retention="36 months after the answer; under a pseudonym once an erasure is done",
        enforced_by="ForgetPrivacyRequests AnswerPrivacyRequests",
    ),
    Kept(
        retention="7 days after it was put together",
        enforced_by="AnswerPrivacyRequests",
        ages=((PRIVACY_REQUESTS.c.until, timedelta(0)),),
    ),
    Kept(
        retention="7 days if not confirmed, else as long as the address",
        enforced_by="ForgetContacts",
    ),
    Kept(
        retention="until 30 days after they were stopped",
        enforced_by="ForgetContacts",
    ),
    Kept(
        retention="7 years, pseudonym on erasure",
        enforced_by="ForgetCases ForgetDecisions EraseSubject run_work",
        ages=((ROLE_GRANTS.c.ended_at, _SEVEN_YEARS), (PARTNER_SITES.c.disabled_at, _SEVEN_YEARS)),
        endings=(
            Ending(
                table=BROKERED_PEOPLE,
                since=BROKERED_PEOPLE.c.decided_at,
                empties=(BROKERED_PEOPLE.c.decided_by,),
            ),
        ),
    ),
    Kept(
        retention="as long as the account, pseudonym on erasure",
        enforced_by="EraseSubject EndDormant",
    ),
    Kept(retention="kept, as a keyed digest alone", enforced_by="ForgetContacts"),
    Kept(retention="until it is done", enforced_by="CarryToKeycloak"),
    Kept(
        retention="until they are removed, or the last who belongs to it leaves",
        enforced_by="RemovePremises EraseSubject",
    ),
    Kept(
        retention="2 days",
        enforced_by="ForgetInvitations",
        ages=((RECORD_READS.c.read_at, READS_KEPT), (RELAYED.c.sent_at, READS_KEPT)),
    ),
    Kept(
        retention="30 days after the last mail; the address goes when it is declined or withdrawn",
        enforced_by="ForgetInvitations",
        ages=((INVITATIONS.c.mailed_at, KEPT_FOR),),
    ),
    Kept(
        retention="1 day",
        enforced_by="ForgetContacts",
        ages=((HELD_LOOKS.c.made_at, KEPT_LOOKS),),
    ),
    Kept(
        retention="7 days",
        enforced_by="ForgetContacts",
        ages=((CHANNEL_REQUESTS.c.created_at, KEPT_UNCONFIRMED),),
    ),
    Kept(
        retention="7 years after it is over; gone on erasure",
        enforced_by="ForgetDecisions EraseSubject",
        ages=((ROLE_GRANTS.c.ended_at, _SEVEN_YEARS),),
    ),
    Kept(
        retention="90 days, as a name of the day",
        enforced_by="CountPartnerSignIns",
        ages=((PARTNER_SIGN_INS.c.at, timedelta(days=LONGEST)),),
    ),
    Kept(
        retention="as long as the site, then 7 years",
        enforced_by="ForgetDecisions EraseSubject",
        ages=((PARTNER_SITES.c.disabled_at, _SEVEN_YEARS),),
    ),
    Kept(retention="until it is lifted", enforced_by="LiftRecordFreeze"),
    Kept(
        retention="while they are in it, or invited",
        enforced_by="RunGroups LeaveGroup EraseSubject",
    ),
    Kept(retention="while the account is open", enforced_by="EndDormant EraseSubject"),
    Kept(retention="while they want it so", enforced_by="SetTelling EraseSubject"),
    Kept(retention="while it is held", enforced_by="EndTierTerms"),
    Kept(
        retention="30 minutes, and gone within an hour of that",
        enforced_by="ForgetContacts",
        ages=((FACTOR_LINKS.c.good_until, timedelta(hours=1)),),
    ),
    Kept(
        retention="until it is done or stopped; 7 days if nobody confirms it",
        enforced_by="RunFactorResets ForgetContacts",
        ages=((FACTOR_RESETS.c.proposed_at, LAPSES + timedelta(days=2)),),
    ),
    Kept(retention="while they sit there", enforced_by="EndTenures VacateSeat"),
)
