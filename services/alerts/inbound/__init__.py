"""Who calls alerts: RPCs and events."""
