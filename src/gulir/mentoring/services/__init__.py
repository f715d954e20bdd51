"""The acts of mentoring, one file per noun."""

from __future__ import annotations

from gulir.mentoring.services.followups import FollowUpSheet, JobTold, correct_followup, record_followup
from gulir.mentoring.services.handovers import read_handover, reply_to_handover
from gulir.mentoring.services.meetings import correct_meeting, hold_meeting
from gulir.mentoring.services.network import WouldAsk, keep_network
from gulir.mentoring.services.peers import (
    agree_to_mentoring,
    end_mentoring,
    offer_mentoring,
    record_peer_session,
    take_back_session,
)
from gulir.mentoring.services.prices import PriceTold, write_price_index
from gulir.mentoring.services.rules import agree_on_rules
from gulir.mentoring.services.sheets import Came, Lent, Money, Promised, Said, Sheet
from gulir.mentoring.services.signs import keep_assessment, reply_to_assessment
from gulir.mentoring.services.visit_sheets import Heard, Photo, Pledged, Taught, Used, VisitSheet
from gulir.mentoring.services.visits import correct_visit, record_visit, reply_to_visit
from gulir.mentoring.services.welfare import close_problem, take_back_welfare, tell_welfare

__all__ = [
    "Came",
    "FollowUpSheet",
    "Heard",
    "JobTold",
    "Lent",
    "Money",
    "Photo",
    "Pledged",
    "PriceTold",
    "Promised",
    "Said",
    "Sheet",
    "Taught",
    "Used",
    "VisitSheet",
    "WouldAsk",
    "agree_on_rules",
    "agree_to_mentoring",
    "correct_followup",
    "close_problem",
    "correct_meeting",
    "correct_visit",
    "end_mentoring",
    "hold_meeting",
    "keep_assessment",
    "keep_network",
    "offer_mentoring",
    "record_followup",
    "record_peer_session",
    "record_visit",
    "reply_to_assessment",
    "read_handover",
    "reply_to_handover",
    "reply_to_visit",
    "take_back_session",
    "take_back_welfare",
    "tell_welfare",
    "write_price_index",
]
