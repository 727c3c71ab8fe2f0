"""The revisions of the database of analytics."""
