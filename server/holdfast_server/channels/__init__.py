"""Sales channels: where goods are sold, and which locations serve them."""
