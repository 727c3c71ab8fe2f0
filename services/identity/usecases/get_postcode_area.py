"""Where postcodes that begin alike are."""

from dataclasses import dataclass

from services.identity.domain.errors import PostcodeAreaNotFound
from services.identity.domain.postcode_area import Around, PostcodeArea, around
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPostcodeArea:
    """Find the circle that has all postcodes of an outward code, or of a postcode area."""

    unit_of_work: UnitOfWork

    def __call__(self, *, area: PostcodeArea) -> Around:
        """Return it.

        Raises:
            PostcodeAreaNotFound: the imported directory has no point of any of them.
        """
        with self.unit_of_work() as tx:
            frame = tx.postcodes.frame(area)
        if frame is None:
            raise PostcodeAreaNotFound("The imported directory has no point of such a postcode.")
        return around(*frame)
