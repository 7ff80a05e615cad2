"""Pure words that every other package shares: quantities, ids, time, paging, principals, refusals."""
