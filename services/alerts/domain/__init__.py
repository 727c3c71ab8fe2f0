"""The rules of an alert's life: pure, and nothing else."""
