"""Organisations, teams, role families, staff and their dated memberships."""
