"""Events: everything that has happened, numbered without gaps, to poll and to watch."""
