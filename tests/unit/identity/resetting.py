"""The use cases of second factors that were lost, on memory: the owner has two."""

from dataclasses import dataclass, replace
from typing import Any, Final

from services.identity.domain.factor_reset import FactorReset
from services.identity.usecases.confirm_factor_reset import ConfirmFactorReset
from services.identity.usecases.list_factor_resets import ListFactorResets
from services.identity.usecases.propose_factor_reset import ProposeFactorReset
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.run_factor_resets import RunFactorResets
from services.identity.usecases.stop_factor_reset import StopFactorReset
from services.identity.usecases.stop_my_factor_reset import StopMyFactorReset
from tests.fakes.directory import MemoryReadingMeasures
from tests.fakes.identity import OFFICER, SECOND, subscriber
from tests.fakes.second_factors import MemoryFactors

EMAIL: Final = "owner@cafe.example"


@dataclass(frozen=True)
class Resetting:
    """Everything by which second factors that were lost are taken away."""

    factors: MemoryFactors
    propose: ProposeFactorReset
    confirm: ConfirmFactorReset
    stop: StopFactorReset
    stop_mine: StopMyFactorReset
    show: ListFactorResets
    run: RunFactorResets
    stores: Any

    @classmethod
    def on(cls, unit_of_work: Any, clock: Any, ids: Any) -> "Resetting":
        unit_of_work.stores.subscribers.add(subscriber("owner"))
        for each in ("officer", "second"):
            officer = replace(subscriber(each), roles=frozenset({"verification-officer"}))
            unit_of_work.stores.subscribers.add(officer)
        factors = MemoryFactors()
        for name in ("Phone", "Key"):
            factors.hold("owner", name)
        kept: dict[str, Any] = {"unit_of_work": unit_of_work}
        timed = kept | {"clock": clock, "ids": ids}
        measures = MemoryReadingMeasures()
        counted = {"budget": RecordBudget(**kept, clock=clock, measures=measures, budget=3)}
        return cls(
            factors,
            ProposeFactorReset(**timed, **counted, factors=factors),
            ConfirmFactorReset(**timed),
            StopFactorReset(**kept, ids=ids),
            StopMyFactorReset(**kept, ids=ids),
            ListFactorResets(**kept, **counted),
            RunFactorResets(**timed, factors=factors),
            unit_of_work.stores,
        )

    def proposed(self) -> FactorReset:
        """An officer proposes that the owner's go."""
        return self.propose(OFFICER, email=EMAIL, reason="Called back.")

    def confirmed(self) -> FactorReset:
        """And another confirms it."""
        return self.confirm(SECOND, reset_id=self.proposed().reset_id)

    @property
    def told(self) -> list[str]:
        """Of what the owner was told by mail, in order."""
        waiting = self.stores.mails.waiting
        return [each.what.template for each in waiting if each.what.to == EMAIL]

    @property
    def acts(self) -> list[str]:
        """What stands on the audit log."""
        return [row[1] for row in self.stores.audit.rows]
