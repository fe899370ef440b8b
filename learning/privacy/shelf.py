"""Mail that lies in a folder of this machine: whoever is erased is erased there too."""

from __future__ import annotations

import email
import email.policy
from email.utils import getaddresses
from pathlib import Path


def forget_mails(outbox: Path, address: str) -> int:
    """Remove every message to this address from the folder; the number removed. Call it after the commit."""
    removed = 0
    for path in outbox.glob("*.eml") if outbox.is_dir() else ():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        to = {found.lower() for _, found in getaddresses([str(message["To"] or "")])}
        if address.lower() in to:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
