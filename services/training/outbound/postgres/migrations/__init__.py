"""The revisions of training's database."""
