"""The search engine: derived from the record, and rebuilt from it."""
