"""A call for help as an officer sees it."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.alerts.domain.answer import Answer
from services.alerts.domain.help import HelpRequest, HelpState
from services.alerts.usecases.ports import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """A call, what its person says by now, and, for the officer who has it, how to reach them."""

    request: HelpRequest
    says_now: Answer | None
    mine: bool
    contacts: tuple[str, ...] = ()


def seen(tx: Stores, caller: Principal, request: HelpRequest) -> SeenRequest:
    """Return a call as the caller sees it."""
    who = request.answerer
    answered = tx.answers.find(request.thread_id, who.key)
    mine = request.state is HelpState.TAKEN and request.taken_by == caller.person
    return SeenRequest(
        request=request,
        says_now=answered.answer if answered else None,
        mine=mine,
        contacts=_contacts(tx, request) if mine else (),
    )


def _contacts(tx: Stores, request: HelpRequest) -> tuple[str, ...]:
    """Return how to reach somebody: what they gave for this first, then what we write to."""
    who = request.answerer
    known = tx.recipients.of(who.subject) if who.subject else []
    if who.recipient_id and (found := tx.recipients.find(who.recipient_id)):
        known = [*known, found]
    there = [each.address for one in known for each in one.addresses]
    return tuple(dict.fromkeys(filter(None, [request.call_back, *there])))
