"""Who may do what: tenants, keys, tokens and certificates, and the principals that they stand for."""
