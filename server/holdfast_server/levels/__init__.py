"""Levels: one item at one location; adjusting, setting and moving stock, and the ledger as a list."""
