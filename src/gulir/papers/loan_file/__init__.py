"""The file of a loan: the 27 forms of the loan line (domain 2.4) from the same data as the pages."""

from __future__ import annotations

from gulir.papers.loan_file.catalogue import Form, forms, held, printable
from gulir.papers.loan_file.gather import file_of_application, file_of_loan
from gulir.papers.loan_file.paper import card_lines, single, whole
from gulir.papers.loan_file.values import LoanFile

__all__ = [
    "Form",
    "LoanFile",
    "card_lines",
    "file_of_application",
    "file_of_loan",
    "forms",
    "held",
    "printable",
    "single",
    "whole",
]
