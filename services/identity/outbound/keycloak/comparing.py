"""What differs between a running realm and the file, and how each difference is mended."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

OWNER: Final = "isp.owner"
"""The attribute that says whose a client or an identity provider is that the file does not name."""

OF_THE_RECORD: Final = "identity-record"
"""Its value on what identity's own record makes and keeps at run time (docs/adr/0090)."""

_HIDDEN: Final = frozenset({"secret", "password", "clientSecret"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the file says."""

    place: str
    what: str
    mend: Callable[[], object] = field(repr=False)
    there: str = ""
    wanted: str = ""

    def __str__(self) -> str:
        """Return it as one line; secrets are never in it."""
        if not self.wanted:
            return f"{self.place}: {self.what}"
        return f"{self.place}: {self.what} is {self.there}, the file says {self.wanted}"


def differences_of(
    place: str, there: Any, wanted: Any, mend: Callable[[], object]
) -> Iterator[Difference]:
    """Yield a difference for each field that is not as wanted; what is there may say more."""
    for name, one, other in differing(there, wanted):
        hidden = name.rsplit(".", 1)[-1] in _HIDDEN
        yield Difference(
            place,
            name,
            mend,
            "another" if hidden else _short(one),
            "this environment's" if hidden else _short(other),
        )


def differing(there: Any, wanted: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield (field, what is there, what is wanted), deep into what has fields."""
    if isinstance(wanted, Mapping) and (name == "" or wanted):
        found = there if isinstance(there, Mapping) else {}
        for each, value in wanted.items():
            yield from differing(found.get(each), value, f"{name}.{each}" if name else str(each))
    elif not _says(there, wanted):
        yield name, there, wanted


def is_of_the_record(said: Mapping[str, Any] | None) -> bool:
    """Tell whether attributes say that identity's record keeps what they are of."""
    value = (said or {}).get(OWNER)
    return value in (OF_THE_RECORD, [OF_THE_RECORD])


def _says(there: Any, wanted: Any) -> bool:
    """Tell whether what is there says all that is wanted; it may say more."""
    if isinstance(wanted, Mapping):
        if not wanted:
            return not there
        return isinstance(there, Mapping) and all(
            _says(there.get(name), value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        if not isinstance(there, list) or len(there) != len(wanted):
            return not wanted and there is None
        if all(isinstance(each, str) for each in wanted):
            return sorted(there) == sorted(wanted)
        return all(_says(one, other) for one, other in zip(there, wanted, strict=True))
    return bool(there == wanted)


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return said if len(said) <= 200 else said[:197] + "..."
