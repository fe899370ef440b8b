"""The weekly unit: choose, compose, deliver, record."""
