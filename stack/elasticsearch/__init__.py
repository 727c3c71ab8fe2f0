"""Elasticsearch on one machine: the real server, and the analyser that it lacks here."""
