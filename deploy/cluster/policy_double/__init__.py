"""A test double of what enforces NetworkPolicy: no real one can be had without a registry.

It does what the specification says for TCP and UDP over IPv4 on one node, and is for tests alone.
"""
