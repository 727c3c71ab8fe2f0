"""The record of alerts."""
