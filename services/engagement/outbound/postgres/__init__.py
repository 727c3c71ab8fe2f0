"""The record of engagement."""
