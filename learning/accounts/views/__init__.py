"""The doors of sign-in, and the administrator's pages about staff."""

from learning.accounts.views import admin, sign_in, staff_import
from learning.accounts.views.room import limiter, room

__all__ = ["admin", "limiter", "room", "sign_in", "staff_import"]
