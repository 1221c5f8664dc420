"""Posting one encrypted message to a browser's push service (RFC 8030, 8291, 8292).

    post(address, told, key)   -> None; raises Gone, or NotTaken with why and whether for good

`told` is plain data for the service worker. Whom it is for, the service cannot read.
"""

import json
from email.utils import parseaddr

from django.conf import settings

ANSWERS_IN = 10  # seconds
KEPT = 12 * 3600  # seconds that the service keeps it for a phone without a signal
GONE = {404, 410}
LATER = {408, 425, 429}


class Gone(Exception):
    """The service says that nobody can be told there any more."""


class NotTaken(Exception):
    """It was not taken this time, or `for_good`."""

    def __init__(self, why, for_good=False):
        super().__init__(why)
        self.for_good = for_good


def post(address, told, key) -> None:
    import requests  # here, because with pywebpush it takes as long as the rest of a web process
    from pywebpush import WebPushException, webpush

    session = requests.Session()
    session.max_redirects = 0  # only where it was allowed to post
    try:
        webpush(
            {
                "endpoint": address.endpoint,
                "keys": {"p256dh": address.p256dh, "auth": address.auth},
            },
            json.dumps(told),
            vapid_private_key=key,
            vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
            timeout=ANSWERS_IN,
            ttl=KEPT,
            requests_session=session,
        )
    except WebPushException as fault:
        raise _refused(fault.status_code) from fault
    except requests.RequestException as fault:
        raise NotTaken(type(fault).__name__) from fault
    finally:
        session.close()


def _refused(status):
    """What the service's answer means; null where the message could not be encrypted."""
    if status in GONE:
        return Gone()
    may_yet = status is not None and (status in LATER or status >= 500)
    return NotTaken(f"status {status}", for_good=not may_yet)
