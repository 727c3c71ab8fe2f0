"""Who listens in the stream's benchmarks: people of many kinds, and some without accounts."""

from bench.stream_platform import Person, StreamPlatform, anyone
from kernel.places import REGIONS, SECTORS

PEOPLE = 1000
"""So many accounts; where there are more streams, a person has several."""

STREAMS_OF_AN_ORGANISATION = 4


def people(count: int, region: str = "", but: str = "") -> list[Person]:
    """Return people of all regions, of one, or of all but one, from every sector."""
    regions, sectors = [each for each in REGIONS if each != but], list(SECTORS)
    return [
        Person(
            region=region or regions[number % len(regions)],
            sector=sectors[number % len(sectors)],
            organisation=f"{number // STREAMS_OF_AN_ORGANISATION:08}-0000-4000-8000-000000000000",
        )
        for number in range(count)
    ]


def mixed_requests(platform: StreamPlatform, but: str = "") -> list[bytes]:
    """Return requests in turn: one with a token, one without an account; none from one region."""
    with_token = platform.requests_of(people(PEOPLE, but=but))
    return [request for each in with_token for request in (each, anyone())]
