"""How long alerts keeps what, and what enforces it."""

from typing import Final

from sqlalchemy import case, func

from chassis.postgres.endings import Ending
from chassis.postgres.retention import BY_PERSON, Kept
from services.alerts.domain.alert import Status
from services.alerts.outbound.postgres.answer_tables import ANSWER_HISTORY, ANSWERS
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES
from services.alerts.outbound.postgres.situation_tables import SIGHTINGS
from services.alerts.outbound.postgres.tables import ALERTS, FREEZES, TEMPLATES
from services.alerts.usecases.forget_answers import KEPT as ANSWERED
from services.alerts.usecases.forget_deliveries import KEPT as SENT

_A: Final = ALERTS.c
_OVER: Final = func.greatest(
    *(_A.created_at, _A.expires_at, _A.issued_at, _A.returned_at),
    *(_A.ended_at, _A.superseded_at, _A.reviewed_at, _A.welsh_confirmed_at),
)
"""When the last was done to an alert, or it ran out."""

_UNISSUED: Final = [Status.DRAFT.name, Status.SUBMITTED.name, Status.RETURNED.name]
_NOT_ISSUED_ANY_MORE: Final = case(
    (_A.status.in_(_UNISSUED), Status.DISCARDED.name), else_=_A.status
)
"""Nobody may issue what nobody is known to have written: its author could be the second person."""

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
    Kept(
        retention="7 years",
        enforced_by="run_work",
        endings=(Ending(table=ALERTS, since=_OVER, empties=(ALERTS.c.named_subjects,)),),
    ),
    Kept(
        retention="7 years, pseudonym on erasure",
        enforced_by=f"run_work {BY_PERSON}",
        endings=(
            Ending(
                table=ALERTS,
                since=_OVER,
                empties=(
                    *(ALERTS.c.hands, ALERTS.c.issued_by, ALERTS.c.proposed_by, ALERTS.c.ended_by),
                    *(ALERTS.c.returned_by, ALERTS.c.reviewed_by, ALERTS.c.welsh_confirmed_by),
                ),
                sets={"status": _NOT_ISSUED_ANY_MORE},
            ),
            Ending(
                table=FREEZES,
                since=FREEZES.c.lifted_at,
                empties=(
                    *(FREEZES.c.proposed_by, FREEZES.c.confirmed_by),
                    *(FREEZES.c.lift_proposed_by, FREEZES.c.lifted_by),
                ),
            ),
            Ending(
                table=TEMPLATES,
                since=TEMPLATES.c.retired_at,
                empties=(
                    *(TEMPLATES.c.proposed_by, TEMPLATES.c.approved_by, TEMPLATES.c.retired_by),
                ),
            ),
        ),
    ),
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
