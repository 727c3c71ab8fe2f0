"""Advice for the demonstration, one file a document, and how an editor publishes it."""
