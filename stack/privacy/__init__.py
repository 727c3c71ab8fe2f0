"""The record of processing and the impact assessment, from the classifications of every service."""
