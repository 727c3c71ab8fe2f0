"""Clients that were written from our documentation alone."""
