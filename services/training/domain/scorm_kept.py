"""What is kept of a SCO between its sessions, and what it finds when it begins.

It is a document of the unit's, as cmi5's units keep theirs, written by us from its reports.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Final

from services.training.domain.cmi5_session import LaunchMode
from services.training.domain.launch import Launched
from services.training.domain.scorm_run import Report, RunTime

DOCUMENT: Final = "isp-scorm"
_MODES: Final = {
    LaunchMode.NORMAL: "normal",
    LaunchMode.BROWSE: "browse",
    LaunchMode.REVIEW: "review",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a unit was left. `before` are the seconds of earlier sessions, `spent` of the last."""

    session_id: str = ""
    statuses: tuple[str, ...] = ()
    location: str = ""
    suspended: str = ""
    before: float = 0
    spent: float = 0
    open: bool = True

    @classmethod
    def read(cls, content: bytes) -> "Kept":
        """Return what was written by `write`."""
        said = json.loads(content)
        return cls(**said | {"statuses": tuple(said["statuses"])})

    def write(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self)).encode()

    def begun(self, session_id: str) -> "Kept":
        """Begin a session: what was spent in the last one is of the past."""
        if session_id == self.session_id:
            return self
        total = self.before + self.spent
        return replace(self, session_id=session_id, before=total, spent=0, open=True)

    def left(self, said: Report, *, finished: bool, lasted: timedelta) -> "Kept":
        """Keep a report; nobody spends longer in a session than it lasted.

        What is finished and not suspended begins anew the next time; its statuses stay.
        """
        again = finished and not said.leaves_open
        return replace(
            self,
            statuses=said.statuses,
            location="" if again else said.location,
            suspended="" if again else said.suspended,
            spent=min(said.spent, lasted).total_seconds(),
            open=not again,
        )


def found(
    run_time: RunTime, launched: Launched, kept: Kept | None, launch_parameters: str
) -> Mapping[str, str]:
    """Return the elements that a unit finds set: who, in which mode, and where it was left.

    The learner has the name that stands for them in the course, and no other.
    """
    here = kept or Kept()
    normal = launched.session.mode is LaunchMode.NORMAL
    entry = "" if kept and not kept.open else "resume" if kept and kept.session_id else "ab-initio"
    common = {
        "credit": "credit" if normal else "no-credit",
        "entry": entry if normal else "",
    }
    total, mastery = here.before + here.spent, launched.session.mastery_score
    if run_time is RunTime.OLD:
        common |= {"launch_data": launch_parameters, "suspend_data": here.suspended}
        return _old(launched, here, common, total)
    completion, success = (*here.statuses, "", "")[:2]
    said = {
        "cmi.learner_id": launched.actor.name,
        "cmi.learner_name": "",
        "cmi.location": here.location,
        "cmi.suspend_data": here.suspended,
        "cmi.launch_data": launch_parameters,
        "cmi.completion_status": completion or "unknown",
        "cmi.success_status": success or "unknown",
        "cmi.mode": _MODES[launched.session.mode],
        "cmi.total_time": f"PT{total:.2f}S",
        **{f"cmi.{name}": value for name, value in common.items()},
    }
    return said | ({} if mastery is None else {"cmi.scaled_passing_score": str(mastery)})


def _old(
    launched: Launched,
    here: Kept,
    common: Mapping[str, str],
    total: float,
) -> Mapping[str, str]:
    mastery = launched.session.mastery_score
    of_both = ("launch_data", "suspend_data")
    status = here.statuses[0] if here.statuses else ""
    hours, rest = divmod(total, 3600)
    said = {
        "cmi.core.student_id": launched.actor.name,
        "cmi.core.student_name": "",
        "cmi.core.lesson_location": here.location,
        "cmi.core.lesson_status": status or "not attempted",
        "cmi.core.lesson_mode": _MODES[launched.session.mode],
        "cmi.core.total_time": f"{min(int(hours), 9999):04}:{int(rest // 60):02}:{rest % 60:05.2f}",
        **{
            f"cmi.{'' if name in of_both else 'core.'}{name}": value
            for name, value in common.items()
        },
    }
    per_cent = None if mastery is None else f"{(mastery * 100).normalize():f}"
    return said | ({} if per_cent is None else {"cmi.student_data.mastery_score": per_cent})
