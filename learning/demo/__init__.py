"""The demonstration organisation, lived by the real engine."""
