"""The pure rules on JSON: a document in, a document out, no database (`gulir compute NAME`).

A bad document is refused with a code and the path of the field, never with a traceback. Whoever adds a computation
writes a file here with a function `add` that calls `register`, and calls it below.
"""

from __future__ import annotations

from gulir.core.compute import amounts, indicators, payments, schedules, standing
from gulir.core.compute.reading import Reader, json_number
from gulir.core.compute.registry import COMPUTATIONS, HELP, SAMPLES, Sample, compute, register

__all__ = ["COMPUTATIONS", "HELP", "SAMPLES", "Reader", "Sample", "compute", "json_number", "register"]

amounts.add()
schedules.add()
payments.add()
standing.add()
indicators.add()
