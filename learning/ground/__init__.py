"""What knows nothing of the trade: database, clock, settings, errors, text, mail."""
