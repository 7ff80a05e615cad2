"""Items: what is counted."""
