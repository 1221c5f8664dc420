"""A message of the outbox as an email, in bytes (RFC 5322, 2045): text, HTML, perhaps a calendar.

    Mail(message, connection)     for any of Django's mail backends

What it writes is known and small, so it is written here: Django's own way through Python's email
package takes several times as long as sending does. The tests read it back with that package.
"""

from binascii import b2a_qp
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.utils.text import slugify

TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
CALENDAR = "text/calendar; method=PUBLISH; charset=utf-8"
ATTACHED = {"Content-Disposition": 'attachment; filename="rota.ics"'}
SHORT = 66  # characters of a header that need no folding


class Mail(EmailMessage):
    """Raises ValueError, when it is sent, for what cannot stand in an email."""

    def __init__(self, message, connection):
        said = {"subject": message.subject, "body": message.text}
        super().__init__(to=[message.recipient], connection=connection, **said)
        self.outbox = message

    def message(self):
        return Written(written(self.outbox, self.from_email))


class Written:
    """What a backend asks of the message that it sends."""

    def __init__(self, content):
        self.content = content

    def as_bytes(self, linesep="\n", **_):
        return self.content if linesep == "\r\n" else self.content.replace(b"\r\n", b"\n")

    def get_charset(self):
        return None


def written(message, sender) -> bytes:
    """The whole email, with lines that end in CRLF."""
    said = _several("alternative", [_part(message.text, TEXT), _part(message.html, HTML)])
    if message.calendar:
        said = _several("mixed", [said, _part(message.calendar, CALENDAR, ATTACHED)])
    return (_headers(_named(message, sender)) + said).replace(b"\n", b"\r\n")


def _named(message, sender):
    host = urlsplit(settings.BASE_URL).hostname
    named = {
        "Subject": message.subject,
        "From": _address(sender),
        "To": _address(message.recipient),
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "List-Id": f"<{slugify(message.unit.code)}.rota.{host}>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    return named | ({"Reply-To": _address(message.unit.reply_to)} if message.unit.reply_to else {})


@lru_cache(maxsize=1024)
def _address(text):
    """Name and address in ASCII, whatever alphabet they are in."""
    name, address = parseaddr(text)
    return formataddr((name, sanitize_address(address, "utf-8")))


def _several(kind, parts):
    """One part of several. No quoted-printable text holds `=_`, so no part ends it early."""
    edge = f"--=_{kind}".encode()
    head = _headers({"Content-Type": f'multipart/{kind}; boundary="=_{kind}"'})
    return b"".join([head, *(b"\n%b\n%b" % (edge, part) for part in parts), b"\n%b--\n" % edge])


def _part(text, kind, more=()):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    head = {"Content-Type": kind, "Content-Transfer-Encoding": "quoted-printable", **dict(more)}
    return _headers(head) + b"\n" + b2a_qp(lines, istext=True)


def _headers(named):
    return "".join(f"{name}: {_value(name, value)}\n" for name, value in named.items()).encode()


def _value(name, value):
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} has more than one line.")
    if len(value) <= SHORT and value.isascii():
        return value
    return Header(value, None if value.isascii() else "utf-8", header_name=name).encode()
