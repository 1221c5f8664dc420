"""Reading the environment. A value that cannot be used stops the start, by the variable's name."""

import binascii
import os
from base64 import urlsafe_b64decode
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
SHORTEST_SECRET = 16  # characters


def text(name, default=""):
    return os.environ.get(name, default).strip()


def flag(name, default=False):
    value = text(name, str(default)).lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be true or false.")


def number(name, default):
    value = text(name, str(default))
    if value.isdecimal():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")


def words(name, default=""):
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name, default):
    return Path(text(name) or default).resolve()


def secret(name):
    """One that is too long to be guessed; empty: what it opens stays shut."""
    value = text(name)
    if value and len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{name} needs {SHORTEST_SECRET} characters or more.")
    return value


def mail(name):
    """Django's EMAIL_* settings from smtp://, smtp+tls:// or smtps://user:password@host:port."""
    url = urlsplit(text(name))
    if url.scheme not in ("smtp", "smtp+tls", "smtps") or not url.hostname:
        raise ImproperlyConfigured(
            f"{name} must look like smtp+tls://user:password@mail.example.org:587."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def push_key(name):
    """A private key for telling phones, as `manage.py push_key` writes it; empty: switched off."""
    value = text(name)
    try:
        if not value or len(urlsafe_b64decode(value + "=")) == 32:
            return value
    except (binascii.Error, ValueError):
        pass
    raise ImproperlyConfigured(f"{name} is no key. Make one with `manage.py push_key`.")
