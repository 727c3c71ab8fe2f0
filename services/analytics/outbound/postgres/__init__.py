"""The record of analytics."""
