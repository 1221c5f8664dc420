"""What may not stand in a log."""

import logging
import re

SECRETS = re.compile(r"(/calendar/|/password/reset/[\w-]+/)[\w-]+(\.ics)?")
# A mail server and PostgreSQL name in an exception whom they refuse, and the values of a row.
PEOPLE = re.compile(r"[\w.+-]+@[\w.-]+|(?<=DETAIL:  ).*")


class HideSecrets(logging.Filter):
    """The secret of a calendar's address or of a link is blotted out wherever a request's path is
    logged, and people wherever an exception is.
    """

    def filter(self, record):
        said = _without_secrets(record.getMessage())
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_text = PEOPLE.sub("…", _without_secrets(trace))
            said = PEOPLE.sub("…", said)
        if said != record.getMessage():
            record.msg, record.args = said, ()
        return True


def _without_secrets(text):
    return SECRETS.sub(r"\1…\2", text)
