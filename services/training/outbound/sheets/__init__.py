"""How certificates look on paper and as a picture."""
