"""Alembic: the schema of the tables that every service has."""
