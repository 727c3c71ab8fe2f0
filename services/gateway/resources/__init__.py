"""The REST resources, one file a service."""
