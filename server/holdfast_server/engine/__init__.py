"""The write path: postings that wait for the same transaction travel together and commit once."""
