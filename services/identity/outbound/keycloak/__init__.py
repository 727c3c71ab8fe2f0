"""Keycloak: its realm from a file, and its users."""
