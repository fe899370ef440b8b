"""Steady: a steady drip of real examples for staff who start to use AI at work."""
