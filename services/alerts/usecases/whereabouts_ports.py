"""What the use cases of the audience need."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from services.alerts.domain.area import Bounds
from services.alerts.domain.whereabouts import Holdings, Organisation, Premises


class Whereabouts(Protocol):
    """Our copies of organisations and their premises, on one transaction."""

    def keep_organisation(self, organisation: Organisation) -> bool:
        """Keep what identity told of one unless a newer version is there; tell if it was kept."""
        ...

    def keep_premises(self, premises: Premises) -> bool:
        """Likewise of premises."""
        ...

    def organisations(self, ids: Collection[str]) -> Sequence[Organisation]:
        """Return what is known of these organisations, in no order."""
        ...

    def premises_of(self, organisation_ids: Collection[str]) -> Sequence[Premises]:
        """Return the premises of these organisations, the removed ones too, in no order."""
        ...

    def premises_within(self, frame: Bounds, *, most: int) -> Sequence[Premises]:
        """Return active premises whose point is in a frame or on its edge, by their ids."""
        ...

    def holdings(self, organisation_ids: Collection[str]) -> Mapping[str, Holdings]:
        """Return what each organisation adds to its people; of some it is nothing."""
        ...

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return what was kept or replaced lately, oldest first."""
        ...
