"""What may not stand in a log."""

import logging
import re

CALENDAR = re.compile(r"(/calendar/)[\w-]+(\.ics)?")


class HideSecrets(logging.Filter):
    """The secret of a calendar's address is blotted out wherever a request's path is logged."""

    def filter(self, record):
        said = record.getMessage()
        if CALENDAR.search(said):
            record.msg, record.args = CALENDAR.sub(r"\1…\2", said), ()
        return True
