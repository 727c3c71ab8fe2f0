"""Has work that several threads ask for at the same time done in one."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from chassis.errors import Unavailable

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST: Final = 32


@dataclass(slots=True)
class _Turn(Generic[Asked, Answer]):
    """One that is asked for, and what came of it."""

    asked: Asked
    woken: threading.Event = field(default_factory=threading.Event)
    answer: list[Answer] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def done(self) -> bool:
        return bool(self.answer) or self.error is not None


class Together(Generic[Asked, Answer]):
    """Callable from any thread; whoever finds nobody at work does it for all who wait.

    Nobody waits for company: a lone call is done at once, and while it is, others gather. So a
    journey to a database, say, is shared by the more callers the busier it is. `do` gets at most
    `most` of what was asked, in its order, and returns as many answers.

    What it depends on being away is everybody's of that turn. At any other error each is done by
    itself, so that nobody spoils what others asked for: `do` must bear to be done again.
    """

    def __init__(
        self, do: Callable[[Sequence[Asked]], Sequence[Answer]], *, most: int = MOST
    ) -> None:
        self._do, self._most = do, most
        self._lock = threading.Lock()
        self._waiting: list[_Turn[Asked, Answer]] = []
        self._at_work = False

    @property
    def waiting(self) -> int:
        """How many wait for the next turn."""
        return len(self._waiting)

    def __call__(self, asked: Asked) -> Answer:
        """Return the answer to one."""
        mine = _Turn[Asked, Answer](asked)
        with self._lock:
            self._waiting.append(mine)
            leads, self._at_work = not self._at_work, True
        if not leads:
            mine.woken.wait()
        if not mine.done:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.answer[0]

    def _lead(self) -> None:
        """Do what waits, oneself the first of it; then wake its askers, and who leads next."""
        with self._lock:
            turn, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        if not self._done(turn):
            for each in turn:
                self._done([each])
        with self._lock:
            following = self._waiting[:1]
            self._at_work = bool(following)
        for each in turn + following:
            each.woken.set()

    def _done(self, turn: Sequence[_Turn[Asked, Answer]]) -> bool:
        """Do it, and tell whether that is settled: else each is to be done by itself."""
        try:
            answers = self._do([each.asked for each in turn])
            answered = list(zip(turn, answers, strict=True))
        except BaseException as error:  # noqa: BLE001 - raised by each whose turn it was
            ours = isinstance(error, Exception) and not isinstance(error, Unavailable)
            if ours and len(turn) > 1:
                return False
            for each in turn:
                each.error = error
            return True
        for each, answer in answered:
            each.answer.append(answer)
        return True
