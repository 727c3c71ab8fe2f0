"""Where a postcode is, to us."""

from dataclasses import dataclass

from services.identity.domain.postcode import Covered, Postcode, covered
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvePostcode:
    """Find the regions about which somebody at a postcode is warned. Nobody else is asked."""

    unit_of_work: UnitOfWork

    def __call__(self, *, postcode: Postcode) -> Covered:
        """Return them.

        Raises:
            PostcodeNotCovered: it is in none of our regions.
        """
        with self.unit_of_work() as tx:
            found, where = tx.postcodes.find(postcode), tx.postcodes.locate(postcode)
            return covered(postcode, found, where)
