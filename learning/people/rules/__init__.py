"""The rules of organisations and people: staff files, role families, statuses, and what an import would change."""
