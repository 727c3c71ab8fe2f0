"""The record of training."""
