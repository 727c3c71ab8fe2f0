"""The record of content."""
