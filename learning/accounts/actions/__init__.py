"""What signing in does: links, codes, passwords, and the message with a link."""

from learning.accounts.actions.mail import sign_in_message
from learning.accounts.actions.signing_in import (
    change_code,
    clear_links,
    issue_code,
    make_link,
    set_password,
    sign_in_with_code,
    sign_in_with_password,
    use_link,
)

__all__ = [
    "change_code",
    "clear_links",
    "issue_code",
    "make_link",
    "set_password",
    "sign_in_message",
    "sign_in_with_code",
    "sign_in_with_password",
    "use_link",
]
