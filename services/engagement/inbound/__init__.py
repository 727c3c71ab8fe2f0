"""Who calls engagement."""
