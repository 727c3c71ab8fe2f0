"""Looks at partners' addresses, and fetches their catalogues, over the web."""

from dataclasses import dataclass

from chassis.visits import Answer, NotReached, TooLarge, Visits
from services.content.domain.catalogue_pack import MOST_BYTES, PackRefused, Refused
from services.content.domain.link_health import Look, judged, needs_get

_OK = 200


@dataclass(frozen=True, slots=True)
class LinkVisits:
    """Asks by HEAD, and by GET where that says too little; reads nothing of what stands there."""

    visits: Visits

    def look(self, url: str) -> Look:
        """Return what was found."""
        try:
            seen = self._asked(url)
        except NotReached as error:
            return Look(why=str(error))
        return judged(url, seen.status, seen.location)

    def _asked(self, url: str) -> Answer:
        try:
            seen = self.visits.seen(url, method="HEAD")
        except NotReached:
            return self.visits.seen(url)
        return self.visits.seen(url) if needs_get(seen.status) else seen


@dataclass(frozen=True, slots=True)
class CatalogueVisits:
    """Fetches what a partner publishes."""

    visits: Visits

    def fetched(self, url: str) -> bytes:
        """Return it.

        Raises:
            PackRefused: nobody answers with it, or it is too large.
        """
        try:
            seen = self.visits.seen(url, most_bytes=MOST_BYTES)
        except TooLarge as error:
            raise PackRefused(Refused.TOO_LARGE, str(error)) from error
        except NotReached as error:
            raise PackRefused(Refused.UNREACHED, str(error)) from error
        if seen.status != _OK:
            raise PackRefused(Refused.UNREACHED, f"it answers {seen.status}")
        return seen.body
