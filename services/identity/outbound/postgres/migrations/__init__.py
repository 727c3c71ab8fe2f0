"""The schema of identity."""
