"""Count what people answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.places import REGIONS
from kernel.principals import Principal
from services.alerts.domain.answer import ELSEWHERE, Answer, thread_of
from services.alerts.domain.disclosure import suppressed
from services.alerts.domain.help import HelpState
from services.alerts.usecases.answer_ports import AnswerTally
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

PLACES: Final = (*REGIONS, ELSEWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The counts; in `regions` None is a count that is hidden."""

    asked: bool
    sent_to: int
    totals: Mapping[Answer, int]
    regions: Mapping[str, Mapping[Answer, int | None]]
    exact: bool
    help_open: Mapping[HelpState, int]
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAnswers:
    """Return the board of an alert and its updates; it names nobody."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Board:
        """Return the counts, by region exact for officers who answer calls for help.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        exact = caller.may("alerts:assist")
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            thread_id = thread_of(alert)
            messages = [each.alert_id for each in tx.alerts.of_thread(thread_id)]
            tallies = tx.answers.tally(thread_id)
            return Board(
                asked=alert.content.asks_answer,
                sent_to=tx.deliveries.reached(messages),
                totals={each: _sum(tallies, each) for each in Answer},
                regions=by_region(tallies, exact=exact),
                exact=exact,
                help_open=tx.help.open_counts(thread_id),
                last_at=tx.answers.last(thread_id),
            )


def by_region(
    tallies: Sequence[AnswerTally], *, exact: bool
) -> dict[str, dict[Answer, int | None]]:
    """Return the counts of every region there is, with those hidden that are not for everyone."""
    columns: dict[Answer, Mapping[str, int | None]] = {}
    for answer in Answer:
        cells = dict.fromkeys(PLACES, 0) | {
            each.region: each.count for each in tallies if each.answer is answer
        }
        columns[answer] = dict(cells) if exact else suppressed(cells)
    places = {place for column in columns.values() for place in column}
    ordered = sorted(places, key=lambda place: (place not in PLACES, place == ELSEWHERE, place))
    return {
        place: {answer: columns[answer].get(place, 0 if exact else None) for answer in Answer}
        for place in ordered
    }


def _sum(tallies: Iterable[AnswerTally], answer: Answer) -> int:
    return sum(each.count for each in tallies if each.answer is answer)
