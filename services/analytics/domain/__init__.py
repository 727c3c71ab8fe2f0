"""The rules of analytics."""
