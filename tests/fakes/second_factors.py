"""Second factors in memory: those at Keycloak, the links, the resets, and a key's ceremonies."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from services.identity.domain.errors import AccountsRefused, AccountsUnavailable
from services.identity.domain.factor_reset import FactorReset
from services.identity.domain.second_factor import FactorKind, FactorLink, SecondFactor
from services.identity.domain.second_factor_errors import (
    FactorRefused,
    FactorResetNotFound,
    FactorResetThere,
)
from services.identity.usecases.second_factor_ports import MadeKey
from tests.fakes.alerts import NOON


@dataclass
class MemoryFactors:
    """Keycloak's second factors in a dictionary; can be away."""

    kept: dict[str, list[SecondFactor]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    keys: dict[str, MadeKey] = field(default_factory=dict)
    away: bool = False
    refused: str = ""
    """Of whom nothing is taken away."""

    def _check(self) -> None:
        if self.away:
            raise AccountsUnavailable("Keycloak does not answer.")

    def hold(self, subject: str, name: str = "Phone") -> SecondFactor:
        """Give somebody one, as if it had always been there."""
        return self._put(subject, FactorKind.APP, name)

    def _put(self, subject: str, kind: FactorKind, name: str, *, of: bytes = b"") -> SecondFactor:
        there = self.kept.setdefault(subject, [])
        at = NOON + timedelta(minutes=len(there))
        factor = SecondFactor(
            factor_id=str(uuid4()), kind=kind, name=name, added_at=at, credential_id=of
        )
        there.append(factor)
        return factor

    def of(self, subject: str) -> tuple[SecondFactor, ...]:
        self._check()
        return tuple(self.kept.get(subject, ()))

    def add_app(self, subject: str, *, name: str, secret: str) -> None:
        self._check()
        self.secrets[self._put(subject, FactorKind.APP, name).factor_id] = secret

    def add_key(self, subject: str, *, name: str, made: MadeKey) -> None:
        self._check()
        put = self._put(subject, FactorKind.KEY, name, of=made.credential_id)
        self.keys[put.factor_id] = made

    def remove(self, subject: str, factor_id: str) -> None:
        self._check()
        if subject == self.refused:
            raise AccountsRefused("Keycloak answered 400.", lasting=True)
        left = [each for each in self.kept.get(subject, ()) if each.factor_id != factor_id]
        self.kept[subject] = left


@dataclass
class MemoryFactorLinks:
    """Links in a dictionary."""

    kept: dict[str, FactorLink] = field(default_factory=dict)

    def put(self, link: FactorLink) -> None:
        self.kept[link.subject] = link

    def of(self, subject: str) -> FactorLink | None:
        return self.kept.get(subject)

    def remove(self, subject: str) -> None:
        self.kept.pop(subject, None)

    def forget(self, before: datetime) -> int:
        old = [each.subject for each in self.kept.values() if each.good_until < before]
        for subject in old:
            del self.kept[subject]
        return len(old)


@dataclass
class MemoryFactorResets:
    """Resets in a dictionary."""

    kept: dict[UUID, FactorReset] = field(default_factory=dict)

    def add(self, reset: FactorReset) -> None:
        if self.of(reset.subject) is not None:
            raise FactorResetThere("One waits for this person already.")
        self.kept[reset.reset_id] = reset

    def get(self, reset_id: UUID) -> FactorReset:
        if reset_id not in self.kept:
            raise FactorResetNotFound("There is no such reset.")
        return self.kept[reset_id]

    def of(self, subject: str) -> FactorReset | None:
        return next((each for each in self.kept.values() if each.subject == subject), None)

    def waiting(self) -> Sequence[FactorReset]:
        return sorted(self.kept.values(), key=lambda each: (each.proposed_at, each.reset_id))

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> FactorReset | None:
        over = [each for each in self.kept.values() if each.due_at and each.due_at <= at]
        found = [each for each in over if each.reset_id not in but]
        return min(found, key=lambda each: each.due_at or at, default=None)

    def save(self, reset: FactorReset) -> None:
        self.kept[reset.reset_id] = reset

    def remove(self, reset_id: UUID) -> None:
        self.kept.pop(reset_id, None)

    def forget(self, before: datetime) -> int:
        old = [
            each.reset_id
            for each in self.kept.values()
            if each.proposed_at < before and each.confirmed_by is None
        ]
        for reset_id in old:
            del self.kept[reset_id]
        return len(old)


class MemoryKeys:
    """Ceremonies that believe a JSON object which names its challenge."""

    def creation(self, challenge: bytes, subject: str, name: str, have: Sequence[bytes]) -> str:
        said = {"challenge": challenge.hex(), "user": subject, "name": name}
        return json.dumps(said | {"have": [each.hex() for each in have]})

    def challenge_in(self, credential: str) -> bytes:
        try:
            return bytes.fromhex(json.loads(credential)["challenge"])
        except (ValueError, KeyError, TypeError) as error:
            raise FactorRefused("It cannot be used.") from error

    def made(self, credential: str, challenge: bytes) -> MadeKey:
        if self.challenge_in(credential) != challenge or json.loads(credential).get("forged"):
            raise FactorRefused("It cannot be used.")
        return MadeKey(
            credential_id=b"its id", public_key=b"its key", sign_count=0, aaguid=str(UUID(int=0))
        )
