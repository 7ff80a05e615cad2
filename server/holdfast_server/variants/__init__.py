"""Variants: what is sold, and which items it takes."""
