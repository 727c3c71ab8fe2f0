"""The revisions of content's database."""
