"""Identity: who people are to the platform, and what they have earned."""
