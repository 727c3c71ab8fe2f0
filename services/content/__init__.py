"""Advice: published by editors, read and found by those who may see it."""
