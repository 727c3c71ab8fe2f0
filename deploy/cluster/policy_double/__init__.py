"""A test double of what enforces NetworkPolicy: by the specification, for TCP and UDP over IPv4."""
