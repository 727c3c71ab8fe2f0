"""A real browser before the running platform: its pages in one table, people, pictures."""
