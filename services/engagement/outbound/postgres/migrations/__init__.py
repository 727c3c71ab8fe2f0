"""The revisions of engagement's database."""
