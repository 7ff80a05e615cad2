"""Admin: the server about itself, and the proof of the books."""
