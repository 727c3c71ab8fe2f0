"""Suites that hold each fake to the real adapter: every one runs on both."""
