"""The rules of engagement."""
