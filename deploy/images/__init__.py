"""Builds every service's image on a machine that has neither Docker nor a container registry."""
