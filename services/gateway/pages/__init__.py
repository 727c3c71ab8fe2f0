"""The pages that a person sees without a client of their own."""
