"""What the stream process counts."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

OPEN: Final = Gauge("isp_streams_open", "Open streams.")
ANSWERED: Final = Counter("isp_stream_requests_total", "Requests to the stream.", ["outcome"])
SHOWN: Final = Counter("isp_stream_events_total", "Events written to streams.", ["kind"])
CUT: Final = Counter("isp_streams_cut_total", "Streams cut by us.", ["why"])
UNREADABLE: Final = Counter("isp_stream_unreadable_total", "Events that could not be read.")
DELAY: Final = Histogram(
    "isp_stream_delay_seconds",
    "From an alert's moment to the last stream's write.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
LAST_FETCH: Final = Gauge("isp_stream_last_fetch_seconds", "When NATS last answered (Unix time).")
