"""Runs the backing servers and the platform on one machine."""
