"""A page saved as one file of MIME parts (.mht, .mhtml; RFC 2557) -> its HTML and its address."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

_HEAD = 4_000


def is_mhtml(text: str) -> bool:
    """True if `text` begins with the headers of such a file."""
    head = text[:_HEAD].lower()
    return "multipart/related" in head and "mime-version:" in head


def open_mhtml(content: bytes) -> tuple[bytes, str, str]:
    """(bytes of the first HTML part, the encoding its header names, its address). Raises ValueError without one."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(part, EmailMessage) and isinstance(payload, bytes):
                    location = part["Content-Location"] or message["Snapshot-Content-Location"] or ""
                    return payload, part.get_content_charset() or "", str(location)
    except (LookupError, TypeError, AttributeError, AssertionError) as error:
        # The parser of the standard library stumbles over headers that are none.
        raise ValueError(f"the parts of the page cannot be told apart ({type(error).__name__})") from error
    raise ValueError("the file has no HTML part")
