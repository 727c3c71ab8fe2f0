"""Alerts: the right message, to the right people, never by one person's mistake."""
