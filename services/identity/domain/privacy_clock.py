"""By when somebody who asks about their data is answered: months, and then a working day.

UK GDPR article 12(3): without undue delay and within one month of receipt; two further months where
requests are complex, of which the person is told within the first. The Information Commissioner
counts to the corresponding date of the next month, its last day where there is no such date, and to
the next working day where that is a weekend or a bank holiday, those of England here.
"""

from datetime import date, timedelta
from typing import Final

from kernel.working_days import months_on, working_day

FIRST_MONTHS: Final = 1
FURTHER_MONTHS: Final = 2
ACKNOWLEDGED_WITHIN: Final = timedelta(days=30)
"""How soon somebody hears that their complaint arrived (Data Protection Act 2018, section 164A)."""


def answer_due(received: date) -> date:
    """Return the last day on which an answer is in time."""
    return working_day(months_on(received, FIRST_MONTHS))


def longest_due(received: date) -> date:
    """Return the last day on which the answer to a complex request is in time."""
    return working_day(months_on(received, FIRST_MONTHS + FURTHER_MONTHS))


def acknowledgement_due(received: date) -> date:
    """Return the last day on which an acknowledgement is in time; 30 days are days of any kind."""
    return received + ACKNOWLEDGED_WITHIN
