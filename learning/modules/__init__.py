"""Micro-modules: versions, adoption, showing, answering, marking."""
