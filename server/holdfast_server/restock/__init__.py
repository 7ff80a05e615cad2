"""Restock: which variants are in stock in which channels, and who wants to know when they are back."""
