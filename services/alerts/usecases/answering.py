"""What both ways of answering have in common."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kernel.ports import Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import (
    Answer,
    Answered,
    Answerer,
    Way,
    see_that_it_asks,
    thread_of,
)
from services.alerts.domain.errors import HelpNotStaffed
from services.alerts.domain.help import HelpRequest, queue_for
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.ports import Stores


def standing(tx: Stores, thread_id: UUID) -> Alert | None:
    """Return the message of a thread that stands now: the latest that was issued.

    None for a thread that is not there, or of which nothing was issued.
    """
    return tx.alerts.standing_in(thread_id)


def help_offered(tx: Stores, alert: Alert, regions: Iterable[str], at: datetime) -> bool:
    """Tell whether somebody may say that they need help: while it would be heard, or to practise.

    The answer to a private drill calls nobody, and the pages say so.
    """
    return alert.drill is not None or queue_for(regions, tx.help.staffed(at), at) is not None


def give(
    tx: Stores,
    ids: Ids,
    alert: Alert,
    who: Answerer,
    *,
    answer: Answer,
    way: Way,
    call_back: str,
    at: datetime,
) -> tuple[Answered, bool]:
    """Keep an answer, and the call for help that it may be; tell whether it changed anything.

    Raises:
        AnswerNotAsked: the alert asks for none.
        AnswersClosed: it ended, or is not out.
        HelpNotStaffed: it is a call for help, and nobody would answer it.
        TooManyAnswers: it was changed too often.
        StaleVersion: another answer of theirs came at the same moment.
    """
    see_that_it_asks(alert)
    thread_id = thread_of(alert)
    before = tx.answers.find(thread_id, who.key)
    if before is None:
        given = Answered(
            thread_id=thread_id,
            alert_id=alert.alert_id,
            answerer=who,
            answer=answer,
            way=way,
            at=at,
        )
    else:
        given = before.changed(answer, alert_id=alert.alert_id, way=way, at=at)
    if alert.drill is None:  # of a drill it is practised, and calls nobody
        _call(tx, ids, given, call_back=call_back, at=at)
    if given is before:
        return given, False
    tx.answers.save(given)
    return given, True


def used(caller: Principal, alert: Alert, answered: Answered) -> Used:
    """Return what analysts count; exercises are counted apart."""
    said, at = answered.answer.value, answered.at
    if alert.drill is not None:
        return Used(caller=caller, metric="alerts.drill-answered", at=at, detail=said)
    if alert.content.cap_status is CapStatus.EXERCISE:
        return Used(caller=caller, metric="alerts.exercise-answered", at=at, detail=said)
    return Used(caller=caller, metric="alerts.answered", at=at, detail=said)


def _call(tx: Stores, ids: Ids, given: Answered, *, call_back: str, at: datetime) -> None:
    """Keep the call for help that an answer is, or the end of one."""
    called = tx.help.open_of(given.thread_id, given.answerer.key)
    if given.answer is not Answer.NEED_HELP:
        if called is not None and (ended := called.withdrawn(at)) is not called:
            tx.help.save(ended)
        return
    if called is not None:
        if (changed := called.reached_on(call_back)) is not called:
            tx.help.save(changed)
        return
    queue = queue_for(given.answerer.regions, tx.help.staffed(at), at)
    if queue is None:
        raise HelpNotStaffed("Nobody is here to answer a call for help. In danger call 999.")
    tx.help.ask(HelpRequest.asked(ids.new(), given, queue=queue, call_back=call_back, at=at))
