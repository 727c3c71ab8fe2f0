"""How much one caller, and all together, may ask: rates in Valkey, places under way in memory.

When Valkey is away the rates are counted in this process; nobody is locked out and nothing waits.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from apiflask import APIFlask
from flask import current_app, g, request
from limits import RateLimitItem, parse, parse_many
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError
from werkzeug.wrappers import Response

from chassis.logs import logger
from services.gateway.caller import rate_key
from services.gateway.pages.language import LANGUAGES
from services.gateway.problems import Problem, RequestRefused, answer
from services.gateway.valkey import RATES, database

RESERVED_THREADS: Final = 14
"""Threads that only alerts may use: reading, approving and issuing are never shed."""

SUBSCRIBING_THREADS: Final = 4
"""Of those, how many people may hold who ask for alerts without an account, and as many again who
answer one: neither are shed with the others or for each other's sake, and they cannot take the last
place from an alert. When theirs are taken they may have one of the others'.
"""

PASSKEY_THREADS: Final = 2
"""Of those too, how many may hold who comes in by a passkey, or keeps one: never shed either."""

PER_CALLER: Final = parse("1200/minute")
REGISTRATION: Final = parse_many("30/minute;200/hour")
CHECKING: Final = parse_many("30/minute;300/hour")
"""How often one caller may ask whether a code is ours: codes are not to be found by trying."""

TYPING: Final = parse_many("120/minute;1200/hour")
"""How often one caller may be suggested something while they type."""

PRINTING: Final = parse_many("10/minute;60/hour")
"""How often one caller may have a certificate or passport drawn: each is 0.1 s of processor."""

PACKING: Final = parse_many("60/minute;600/hour")
"""How often one caller may have all documents or a course packed to be taken along."""

OF_ENDPOINT: Final = {
    "training.get_certificate_pdf": PRINTING,
    "training.get_certificate_badge": PRINTING,
    "learning.certificates.printed": PRINTING,
    "passports.print_my_passport": PRINTING,
    "passporting.printed": PRINTING,
    "course_packages.export_course": PACKING,
    "course_packages_desk.package": PACKING,
    "bundles.get_bundle": PACKING,
    "bundles.get_bundle_changes": PACKING,
    "ledger.verify_code": CHECKING,
    "checking.of_code": CHECKING,
    "identity.register": REGISTRATION,
    "identity.confirm": REGISTRATION,
    "account.confirm": REGISTRATION,
    "account.send_registration": REGISTRATION,
    "subscriptions.get_postcode_area": CHECKING,  # each looks through a part of a directory
    "subscriptions.start": REGISTRATION,
    "subscriptions.confirm": REGISTRATION,
    "subscriptions.request_stop": REGISTRATION,
    "subscriptions.stop": REGISTRATION,
    **dict.fromkeys(
        (
            *("held.request_held", "held.open_held", "held.get_held"),
            *("held.change_held_postcode", "held.erase_held"),
            *("held_page.ask_link", "held_page.open_look", "held_page.copy"),
            *("held_page.move", "held_page.erase"),
        ),
        REGISTRATION,
    ),
    "subscribing.start": REGISTRATION,
    "finding.suggest": TYPING,
    "advice.suggestions": TYPING,
    "complaints.make_complaint": REGISTRATION,
    "complaining.complain": REGISTRATION,
    "subscribing.give_code": REGISTRATION,
    "subscribing.confirm": REGISTRATION,
    "subscribing.ask_stop": REGISTRATION,
    "subscribing.stop": REGISTRATION,
    "consents.stop_consent": REGISTRATION,
    "remarks.leave_remark": REGISTRATION,
    "remarking.say": REGISTRATION,
    "formats.ask_for_format": REGISTRATION,
    "access.ask_for_access": REGISTRATION,
    "teasers.ask_for": REGISTRATION,
    "saved_search_mails.stop_saved_search_mails": REGISTRATION,
    "reminders.stop_reminders": REGISTRATION,
    "saved_stop.stop": REGISTRATION,
    "reminding.stop": REGISTRATION,
    "agreeing.stop": REGISTRATION,
}
"""Routes whose rates are not the common ones; these are counted for each route."""

PER_CONTACT: Final = parse_many("10/hour;20/day")
"""How often anyone may have one address written to: a mailbox is not to be filled by a form."""

ALERTS: Final = frozenset(
    {
        *(
            "alerts",
            "regional",
            "regional_desk",
            "desk",
            "drafting",
            "decisions",
            "safeguards",
            "freezing",
            "templates",
        ),
        *("cordons", "cordon_desk", "rumours", "rumour_board", "rumour_desk"),
        *("glass", "cap", "help_desk", "threat_levels", "threat", "threat_desk"),
        *("welsh", "site_responses", "site_response"),
        *("cascades", "cascading"),
    }
)
SUBSCRIBING: Final = frozenset({"subscriptions", "subscribing", "held", "held_page"})
ANSWERING: Final = frozenset({"answers", "answering"})
PASSKEYS: Final = frozenset({"passkeys", "passkey_sign_in"})
OWN_THREADS: Final = {
    SUBSCRIBING: SUBSCRIBING_THREADS,
    ANSWERING: SUBSCRIBING_THREADS,
    PASSKEYS: PASSKEY_THREADS,
}
_ANSWERED_HERE: Final = frozenset(
    {"session.get_session", "static", "openapi.spec", "pages.worker", "home.what_to_do_now"}
)
"""Routes that cost no other server anything: not limited, so that they stay quick."""

_TRY_AGAIN_SECONDS: Final = 5.0
_TELL_SECONDS: Final = 1.0
_MOST_LATELY: Final = 20_000


@dataclass(slots=True)
class _Lately:
    """What one caller asked for since Valkey was told."""

    told_at: float
    total: int
    untold: int = 0

    def may_pass(self, limit: RateLimitItem, now: float) -> bool:
        """Tell whether Valkey was told a moment ago, and one more was within the limit."""
        fresh = now - self.told_at < _TELL_SECONDS
        return fresh and self.total + self.untold < limit.amount


class Rates:
    """Counts requests in Valkey; while it is away, in this process."""

    def __init__(self, valkey_url: str, now: Callable[[], float] = time.monotonic) -> None:
        quick = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}
        shared = storage_from_string(valkey_url, **quick)
        self._shared = FixedWindowRateLimiter(shared)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._now = now
        self._away_until = float("-inf")
        self._lately: dict[str, _Lately] = {}
        self._lock = threading.Lock()

    def take(self, limit: RateLimitItem, *who: str) -> int | None:
        """Count one request; return None if it may pass, else the seconds to wait."""
        return self._count(limit, who, 1)[1]

    def take_often(self, limit: RateLimitItem, *who: str) -> int | None:
        """As `take`, but Valkey is told of one caller once a second, not with each request.

        A caller can exceed the rate by what they ask of the other processes within that second.
        """
        key, now = limit.key_for(*who), self._now()
        with self._lock:
            lately = self._lately.get(key)
            if lately is not None and lately.may_pass(limit, now):
                lately.untold += 1
                return None
            untold = lately.untold if lately else 0
            if len(self._lately) >= _MOST_LATELY:
                self._lately.clear()
            # Whoever asks meanwhile counts from here on.
            self._lately[key] = known = _Lately(now, lately.total + untold if lately else 0)
        known.total, wait = self._count(limit, who, untold + 1)
        return wait

    def _count(
        self, limit: RateLimitItem, who: tuple[str, ...], cost: int
    ) -> tuple[int, int | None]:
        if self._now() >= self._away_until:
            try:
                return _counted(self._shared, limit, who, cost)
            except RedisError as error:
                self._away_until = self._now() + _TRY_AGAIN_SECONDS
                logger().warning("rates are counted here", why=type(error).__name__)
        return _counted(self._own, limit, who, cost)


def _counted(
    counter: FixedWindowRateLimiter, limit: RateLimitItem, who: tuple[str, ...], cost: int
) -> tuple[int, int | None]:
    """Return the count of the window, and the seconds to wait if it is beyond the limit."""
    total = counter.storage.incr(limit.key_for(*who), limit.get_expiry(), amount=cost)
    if total <= limit.amount:
        return total, None
    reset = counter.get_window_stats(limit, *who).reset_time
    return total, max(1, int(reset - time.time()) + 1)


def install(app: APIFlask, *, valkey_url: str, threads: int) -> None:
    """Limit every route: rates by caller, and places by kind of route."""
    rates = Rates(database(valkey_url, RATES))
    app.extensions["isp-rates"] = rates
    own = {
        each: places
        for kind, most in OWN_THREADS.items()
        for places in [threading.BoundedSemaphore(most)]
        for each in kind
    }
    others = threading.BoundedSemaphore(max(1, threads - RESERVED_THREADS))

    @app.before_request
    def limit() -> Response | None:
        endpoint = _endpoint()
        if endpoint in _ANSWERED_HERE or request.method == "OPTIONS":
            return None
        wait = _seconds_to_wait(rates, endpoint)
        if wait is not None:
            return _too_many(wait)
        kind = endpoint.partition(".")[0]
        if kind in ALERTS:
            return None
        for places in (own[kind], others) if kind in own else (others,):
            if places.acquire(blocking=False):
                g.place = places
                return None
        return answer(Problem(status=HTTPStatus.SERVICE_UNAVAILABLE, reason="EXHAUSTED"))

    @app.teardown_request
    def leave_the_place(_error: BaseException | None) -> None:
        if "place" in g:
            g.pop("place").release()


def _seconds_to_wait(rates: Rates, endpoint: str) -> int | None:
    who, own = rate_key(), OF_ENDPOINT.get(endpoint)
    if own is None:
        return rates.take_often(PER_CALLER, who, "all")
    waits = (rates.take(each, who, endpoint) for each in own)
    return next((wait for wait in waits if wait is not None), None)


def _endpoint() -> str:
    """Return the endpoint; a page's is the same in each language."""
    said = request.endpoint or ""
    first, _, rest = said.partition(".")
    return rest if first in LANGUAGES else said


def count_contact(address: str) -> None:
    """Count one message that is asked for to an address, whoever asks; only its digest is kept.

    Raises:
        RequestRefused: 429, it was asked for too often.
    """
    rates: Rates = current_app.extensions["isp-rates"]
    written = "".join(address.casefold().split())
    digest = hashlib.sha256(written.encode()).hexdigest()
    for each in PER_CONTACT:
        wait = rates.take(each, digest, "contact")
        if wait is not None:
            raise RequestRefused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                "This address was written to too often.",
                {"Retry-After": str(wait)},
            )


def _too_many(seconds: int) -> Response:
    return answer(
        Problem(
            status=HTTPStatus.TOO_MANY_REQUESTS,
            reason="TOO_MANY_REQUESTS",
            headers={"Retry-After": str(seconds)},
        )
    )
