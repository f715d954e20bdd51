"""The rows of lending, one file per noun."""

from __future__ import annotations

from gulir.lending.models.applications import Application, ApplicationShare, Product, Signature
from gulir.lending.models.arrivals import Arrival
from gulir.lending.models.covers import ENDS, Cover, CoverMove
from gulir.lending.models.endings import Ending, Recovery
from gulir.lending.models.handling import Handling
from gulir.lending.models.loans import CardEntry, Instalment, Loan, Share
from gulir.lending.models.repayments import Repayment, Saving, SurplusMove
from gulir.lending.models.results import Result
from gulir.lending.models.rewards import Reward
from gulir.lending.models.standing import Provision, Suspension
from gulir.lending.models.surveys import MemberForm, Pledge, Survey
from gulir.lending.models.waiting import Priority

__all__ = [
    "ENDS",
    "Application",
    "ApplicationShare",
    "Arrival",
    "CardEntry",
    "Ending",
    "Cover",
    "CoverMove",
    "Handling",
    "Instalment",
    "Loan",
    "MemberForm",
    "Pledge",
    "Priority",
    "Product",
    "Provision",
    "Recovery",
    "Repayment",
    "Result",
    "Reward",
    "Saving",
    "Share",
    "Signature",
    "SurplusMove",
    "Survey",
    "Suspension",
]
