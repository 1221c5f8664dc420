"""An email as bytes, read back by Python's own email package: nothing lost, nothing forged."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.enveloping import Mail, written

SENDER = "Fairweek <rota@fairweek.example>"
# Whatever somebody may type; what no database keeps is left out.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=150)


def message(**fields):
    unit = SimpleNamespace(code="IXF", reply_to=fields.pop("reply_to", ""))
    usual = {
        "subject": "Your rota",
        "recipient": "asha@example.org",
        "text": "Text\n",
        "html": "<p>HTML</p>\n",
        "calendar": "",
        "message_id": "<one@fairweek.test>",
        "created_at": datetime(2026, 10, 1, 8, 30, tzinfo=UTC),
    }
    return SimpleNamespace(unit=unit, **usual | fields)


def read(found, sender=SENDER):
    return message_from_bytes(written(found, sender), policy=default)


def lines(text):
    """As a mail program shows it: one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def content(part):
    return lines(part.get_payload(decode=True).decode())


@settings(deadline=None)
@given(text=WORDS, html=WORDS, calendar=WORDS)
def test_every_part_arrives_as_it_was_written(text, html, calendar):
    mail = read(message(text=text, html=html, calendar=calendar))
    parts = [part for part in mail.walk() if not part.is_multipart()]
    assert [content(part) for part in parts] == [
        lines(p) for p in (text, html, calendar)[: len(parts)]
    ]
    assert len(parts) == (3 if calendar else 2)
    assert [defect for part in mail.walk() for defect in part.defects] == []


@settings(deadline=None)
@given(text=WORDS, subject=LINE)
def test_no_line_is_too_long_and_all_is_ascii(text, subject):
    content = written(message(text=text * 5, subject=subject), SENDER)
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78


@settings(deadline=None)
@given(LINE.filter(lambda text: text == " ".join(text.split())))
def test_a_subject_is_read_as_it_was_written(subject):
    assert str(read(message(subject=subject))["Subject"]) == subject


@pytest.mark.parametrize("field", ["subject", "message_id"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_no_header_can_be_put_in_by_a_line_of_another(field, end):
    with pytest.raises(ValueError, match="more than one line"):
        written(message(**{field: f"Your rota{end}Bcc: everybody@example.org"}), SENDER)


def test_names_and_addresses_in_any_alphabet_are_headers_in_ascii():
    sender = '"Röntgen, Rota" <rota@klinik-süd.example>'
    mail = read(message(recipient="asha@klinik-süd.example", reply_to=sender), sender)
    (from_,), (to,) = mail["From"].addresses, mail["To"].addresses
    assert (from_.display_name, from_.addr_spec) == (
        "Röntgen, Rota",
        "rota@xn--klinik-sd-x9a.example",
    )
    assert to.addr_spec == "asha@xn--klinik-sd-x9a.example"
    assert str(mail["Reply-To"]) == str(mail["From"])


def test_a_text_that_looks_like_the_edge_of_a_part_stays_text():
    forged = "--=_alternative\n--=_mixed--\nContent-Type: text/html\n\n<script>\n.\n"
    mail = read(message(text=forged, calendar="BEGIN:VCALENDAR\n"))
    assert content(mail.get_body(("plain",))) == forged
    assert len(list(mail.iter_attachments())) == 1


def test_what_a_backend_asks_of_it():
    """The file and the console take lines that end in LF, SMTP those that end in CRLF."""
    mail = Mail(message(), None)
    assert mail.recipients() == ["asha@example.org"]
    assert mail.message().as_bytes(linesep="\r\n") == written(message(), mail.from_email)
    assert b"\r" not in mail.message().as_bytes()
