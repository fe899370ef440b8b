"""Sign-in, and the administrator's pages of staff import."""
