"""Training: courses, assessment marked here, certificates that anyone can check."""
