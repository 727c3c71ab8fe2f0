"""What each problem means that tells of a course or certificate which ended."""

from typing import Final

ENDED: Final = {
    "course-withdrawn": "This version of the course was withdrawn, and its end has come.",
    "version-stopped": "The package of this version was stopped: there is nothing left to end.",
    "version-withdrawn": "This version of the course was withdrawn already.",
    "certificate-reissued": "The certificate was issued anew already: that is done once.",
}
"""By the last part of the problem's address, for `problem_meanings.py`."""
