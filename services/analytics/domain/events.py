"""What happened, for others to know: that an analyst read figures."""

from kernel.usage import Used

Event = Used
