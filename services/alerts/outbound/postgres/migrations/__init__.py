"""The schema of alerts."""
