"""Availability: what could be promised now."""
