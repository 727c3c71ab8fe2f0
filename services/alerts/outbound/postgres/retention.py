"""How long alerts keeps what, and what enforces it."""

from typing import Final

from chassis.postgres.retention import BY_PERSON, Kept
from services.alerts.outbound.postgres.answer_tables import ANSWER_HISTORY, ANSWERS
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES
from services.alerts.outbound.postgres.situation_tables import SIGHTINGS
from services.alerts.usecases.forget_answers import KEPT as ANSWERED
from services.alerts.usecases.forget_deliveries import KEPT as SENT

RETENTION: Final = (
    Kept(
        retention="90 days",
        enforced_by="ForgetAnswers ForgetCascades",
        ages=(
            (ANSWERS.c.answered_at, ANSWERED),
            (ANSWER_HISTORY.c.answered_at, ANSWERED),
            (SIGHTINGS.c.seen_at, ANSWERED),
        ),
    ),
    Kept(
        retention="400 days",
        enforced_by="ForgetDeliveries",
        ages=((DELIVERIES.c.handed_at, SENT),),
    ),
    Kept(
        retention="90 days, or until the premises are removed",
        enforced_by="ForgetSiteNotices KeepPremises",
    ),
    Kept(retention="7 years", enforced_by=BY_PERSON),
    Kept(retention="7 years, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="as long as the alert, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="as long as the board, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="as long as the history, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(
        retention="until it is deleted, or who gave it is erased",
        enforced_by="DeleteWebhook EraseSubject",
    ),
    Kept(retention="until the person stops", enforced_by="KeepRecipient UnsubscribePush"),
    Kept(
        retention="until the premises are removed or nobody acts for the organisation",
        enforced_by="KeepPremises KeepOrganisation",
    ),
    Kept(
        retention="until the premises are removed, pseudonym on erasure",
        enforced_by="KeepPremises",
    ),
    Kept(retention="while the account is open", enforced_by="ForgetAnswers EraseSubject"),
    Kept(retention="while they hold such a role", enforced_by="ForgetAnswers"),
    Kept(retention="while they sit there", enforced_by="KeepSeat"),
)
