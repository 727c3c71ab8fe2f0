"""What analysts count."""

from dataclasses import dataclass
from datetime import datetime

from kernel.principals import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A person did something that is counted; `detail` is never an id of a person."""

    caller: Principal
    metric: str
    at: datetime
    detail: str = ""
