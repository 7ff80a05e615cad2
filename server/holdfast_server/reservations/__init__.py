"""Reservations: promises of stock, from creation to fulfilment or release."""
