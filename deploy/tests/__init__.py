"""The images and the compose file, run for real on a machine without Docker."""
