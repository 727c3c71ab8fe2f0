"""The record of people."""
