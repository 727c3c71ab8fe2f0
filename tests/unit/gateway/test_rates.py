"""Rates are counted together in Valkey; while it is away, each process counts for itself."""

import socket
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from limits import parse, parse_many
from limits.storage import MemoryStorage
from redis.exceptions import ConnectionError as ValkeyAway
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as ValkeySlow

from services.gateway.limits import PER_CALLER, REGISTRATION, Rates

THREE = parse("3/minute")
WHO = ("subject:one", "all")


class BlinkingStorage(MemoryStorage):
    """Stands for Valkey: several processes share it, and it goes away and comes back."""

    STORAGE_SCHEME = ["blinking"]  # noqa: RUF012 - as in its base class
    failure: ClassVar[RedisError | None] = None
    asked: ClassVar[int] = 0
    shared: ClassVar[MemoryStorage]

    @classmethod
    def begin(cls) -> None:
        cls.failure, cls.asked, cls.shared = None, 0, MemoryStorage()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        BlinkingStorage.asked += 1
        if self.failure is not None:
            raise self.failure
        return self.shared.incr(key, expiry, amount)

    def get(self, key: str) -> int:
        return self.shared.get(key)

    def get_expiry(self, key: str) -> float:
        if self.failure is not None:
            raise self.failure
        return self.shared.get_expiry(key)


@dataclass
class Process:
    """One process of the gateway, whose clock tests set."""

    seconds: float = 0.0
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates("blinking://", now=lambda: self.seconds)

    def take(self, times: int = 1, *who: str) -> list[bool]:
        """Ask so often; tell of each whether it may pass."""
        return [self.rates.take(THREE, *(who or WHO)) is None for _ in range(times)]

    def take_often(self, times: int = 1, *who: str) -> list[bool]:
        """The same, where Valkey is told once a second."""
        return [self.rates.take_often(THREE, *(who or WHO)) is None for _ in range(times)]


@pytest.fixture(autouse=True)
def valkey() -> type[BlinkingStorage]:
    BlinkingStorage.begin()
    return BlinkingStorage


@pytest.fixture
def process() -> Process:
    return Process()


def test_the_rate_of_a_caller_is_twelve_hundred_a_minute() -> None:
    assert parse("1200/minute") == PER_CALLER
    assert parse_many("30/minute;200/hour") == REGISTRATION


def test_the_request_after_the_last_is_refused_with_seconds_to_wait() -> None:
    rates = Rates("blinking://")
    assert [None] * 1200 == [rates.take(PER_CALLER, *WHO) for _ in range(1200)]
    wait = rates.take(PER_CALLER, *WHO)
    assert wait is not None
    assert 1 <= wait <= 61


def test_two_callers_do_not_share_a_count(process: Process) -> None:
    assert [True, True, True, False] == process.take(4, "subject:one", "all")
    assert [True, True, True, False] == process.take(4, "subject:two", "all")


def test_two_routes_do_not_share_a_count(process: Process) -> None:
    assert [True, True, True, False] == process.take(4, "address:a", "identity.register")
    assert [True] == process.take(1, "address:a", "identity.confirm")


def test_two_processes_share_a_count() -> None:
    one, other = Process(), Process()
    assert [True, True] == one.take(2)
    assert [True, False] == other.take(2)


@pytest.mark.parametrize("failure", [ValkeyAway("refused"), ValkeySlow("too slow")])
def test_while_valkey_is_away_each_process_counts_for_itself(
    valkey: type[BlinkingStorage], failure: RedisError
) -> None:
    """Nobody is locked out, and still nobody asks without limit."""
    one, other = Process(), Process()
    valkey.failure = failure
    assert [True, True, True, False] == one.take(4)
    assert [True, True, True, False] == other.take(4)


def test_while_valkey_is_away_it_is_not_asked_for_five_seconds(
    valkey: type[BlinkingStorage], process: Process
) -> None:
    valkey.failure = ValkeyAway("refused")
    process.take(3)
    process.seconds = 4.9
    process.take(3)
    assert 1 == valkey.asked
    process.seconds = 5.0
    process.take(3)
    assert 2 == valkey.asked


def test_after_five_seconds_the_count_in_valkey_stands_again(
    valkey: type[BlinkingStorage], process: Process
) -> None:
    process.take(2)
    valkey.failure = ValkeyAway("refused")
    assert [True, True, True, False] == process.take(4)
    valkey.failure = None
    process.seconds = 4.9
    assert [False] == process.take(1)
    process.seconds = 5.0
    assert [True, False] == process.take(2)


def test_valkey_that_goes_away_between_two_questions_refuses_nobody(
    valkey: type[BlinkingStorage], process: Process
) -> None:
    """The wait is asked for apart from the count; without it the own count decides."""
    process.take(3)

    class Leaving(BlinkingStorage):
        STORAGE_SCHEME = ["leaving"]  # noqa: RUF012 - as in its base class

        def get_expiry(self, key: str) -> float:
            raise ValkeyAway("refused")

    assert Rates("leaving://").take(THREE, *WHO) is None


def test_of_one_who_asks_often_valkey_is_told_once_a_second(
    valkey: type[BlinkingStorage],
) -> None:
    process = Process()
    many = parse("1000/minute")

    def ask() -> bool:
        return process.rates.take_often(many, *WHO) is None

    assert all(ask() for _ in range(100))
    assert 1 == valkey.asked
    process.seconds = 1.0
    assert ask()
    assert 2 == valkey.asked
    assert 101 == valkey.shared.get(many.key_for(*WHO))


def test_one_who_asks_often_is_refused_at_the_limit_all_the_same(process: Process) -> None:
    assert [True, True, True, False, False] == process.take_often(5)
    assert [True, True, True, False] == process.take_often(4, "subject:two", "all")


def test_what_two_processes_counted_is_put_together_after_a_second() -> None:
    """Until then each knows its own; that is what may be exceeded."""
    one, other = Process(), Process()
    assert [[True, True], [True, True]] == [one.take_often(2), other.take_often(2)]
    one.seconds = other.seconds = 1.0
    assert [[False], [False]] == [one.take_often(), other.take_often()]


def test_one_who_asks_often_is_counted_while_valkey_is_away(
    valkey: type[BlinkingStorage], process: Process
) -> None:
    valkey.failure = ValkeyAway("refused")
    assert [True, True, True, False] == process.take_often(4)


def test_how_many_callers_are_remembered_has_an_end(
    monkeypatch: pytest.MonkeyPatch, process: Process
) -> None:
    monkeypatch.setattr("services.gateway.limits._MOST_LATELY", 2)
    for number in range(10):
        assert [True] == process.take_often(1, f"subject:{number}", "all")
        assert len(process.rates._lately) <= 2


def test_an_address_where_nothing_listens_is_only_away() -> None:
    """The real client, whose errors must be those that are waited for."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        rates = Rates(f"redis://127.0.0.1:{held.getsockname()[1]}/1")
        said: list[Any] = [rates.take(THREE, *WHO) is None for _ in range(4)]
    assert [True, True, True, False] == said
