"""No secret and nobody's address stands in what is logged."""

import io
import logging
import smtplib

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.test import Client

from config.logs import HideSecrets
from sites.tasks import send_code, send_reset_link
from tests.factories import make_unit, make_user

ASHA = "asha.nightingale@example.org"
REFUSED = smtplib.SMTPRecipientsRefused({ASHA: (550, f"no mailbox {ASHA}".encode())})


@pytest.fixture
def logged(monkeypatch):
    """What the console of a process says, through the filter that the settings give it."""
    handlers = logging.getLogger().handlers
    console = next(h for h in handlers if any(isinstance(f, HideSecrets) for f in h.filters))
    stream = io.StringIO()
    monkeypatch.setattr(console, "stream", stream)
    return stream.getvalue


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/password/reset/Mg/{}/more"])
def test_no_secret_of_an_address(logged, path):
    Client().get(path.format("s3cret-T0ken"))
    assert "…" in logged()
    assert "s3cret" not in logged()


@pytest.mark.django_db
@pytest.mark.parametrize("task", [send_code, send_reset_link])
def test_nobody_whom_the_mail_server_refuses(logged, monkeypatch, task):
    def refuse(self, **how):
        raise REFUSED

    make_user(make_unit(), "viewer", email=ASHA)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    task.apply(args=[ASHA])
    assert "SMTPRecipientsRefused: {'…': (550, b'no mailbox …')}" in logged()
    assert "nightingale" not in logged()


def test_nothing_of_a_row_that_the_database_refuses(logged):
    try:
        raise IntegrityError("duplicate key\nDETAIL:  Failing row contains (7, Asha N).\n")
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/my/")
    assert "IntegrityError: duplicate key\nDETAIL:  …" in logged()
    assert "Asha" not in logged()


def test_all_else_is_logged_as_it_was_said(logged):
    logging.getLogger("roster").warning("Message %s waits on solver@host.example", 7)
    assert logged().endswith("WARNING roster Message 7 waits on solver@host.example\n")
