"""At whom an alert is aimed: all of it that decides who gets it, and by which ways."""

from dataclasses import dataclass
from typing import Protocol

from kernel.audiences import AudienceRow
from kernel.markings import Marking
from services.alerts.domain.wording import EVERY_CHANNEL, CapStatus, Channel


class Aim(Protocol):
    """An alert's content is one."""

    @property
    def marking(self) -> Marking:
        """To whom it may be shown."""
        ...

    @property
    def heard_under(self) -> Marking:
        """To whom anything of it may be said: the same, but of what is Immediate to everyone."""
        ...

    @property
    def audience(self) -> tuple[AudienceRow, ...]:
        """For whom it is."""
        ...

    @property
    def channels(self) -> frozenset[Channel]:
        """By which ways it is sent beside the stream and the pages."""
        ...

    @property
    def cap_status(self) -> CapStatus:
        """Whether it is meant."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """An aim before there is an alert: sent by every channel, and meant."""

    marking: Marking
    immediate: bool = False
    audience: tuple[AudienceRow, ...]
    channels: frozenset[Channel] = EVERY_CHANNEL
    cap_status: CapStatus = CapStatus.ACTUAL

    @property
    def heard_under(self) -> Marking:
        """Return to whom anything of it may be said."""
        meant = self.cap_status is not CapStatus.TEST
        return Marking.clear() if meant and self.immediate else self.marking
