"""What goes wrong is logged with where and why, never about whom: no value of anybody's reaches a log.

The message of an exception may hold anything: PostgreSQL repeats the whole row it refuses, with the name in it, and
`int()` repeats the text it could not read. So a log keeps the kind of each exception, the lines of code it came
through, and the name of the constraint that refused; the text that people read stands on their page alone.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

from django.db import IntegrityError

__all__ = ["Discreet", "told"]

NAMES = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")


def told(error: BaseException) -> str:
    """An exception with those that led to it: their kinds and the way through the code, without their messages.

    >>> print(told(ValueError("NIK 3372015203800001")))
    ValueError
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    came = [f"{told(before)}\n"] if before is not None else []
    way = traceback.format_tb(error.__traceback__)
    return "".join([*came, *way, type(error).__qualname__, _refused_by(error)])


def _refused_by(error: BaseException) -> str:
    """The name of the constraint that refused a row: its own name only, whatever the database says beside it."""
    if not isinstance(error, IntegrityError):
        return ""
    diagnosis = getattr(error.__cause__, "diag", None)
    said = (diagnosis.constraint_name or diagnosis.message_primary or "") if diagnosis else str(error)
    return f": {' '.join(NAMES.findall(said))}" if NAMES.search(said) else ""


class Discreet(logging.Formatter):
    """A line per event; below an error its kind and the way through the code."""

    def formatException(  # noqa: N802  (the name of the standard library)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The exception as `told` tells it."""
        return "" if ei[1] is None else told(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """Only an error brings its way through the code: who was merely refused needs none."""
        told_why = record.exc_info if record.levelno >= logging.ERROR else None
        calm = logging.makeLogRecord({**record.__dict__, "exc_info": told_why, "exc_text": None})
        return super().format(calm)  # a record of its own: formatters leave their words on the one they are given
