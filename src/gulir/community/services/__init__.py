"""The acts of the community, one file per noun."""

from __future__ import annotations

from gulir.community.services.boards import add_area, found_board
from gulir.community.services.groups import (
    dissolve_group,
    form_group,
    join_group,
    leave_group,
    name_group_officer,
)
from gulir.community.services.kin import declare_kin
from gulir.community.services.login_changes import confirm_password, refuse_login_change, witness_login
from gulir.community.services.logins import add_login, block_login, set_password
from gulir.community.services.offices import end_office, take_office
from gulir.community.services.people import (
    add_household,
    correct_person,
    register_person,
    reveal_nik,
    settle_in_household,
    welcome_person,
)

__all__ = [
    "add_area",
    "add_household",
    "add_login",
    "block_login",
    "confirm_password",
    "correct_person",
    "declare_kin",
    "dissolve_group",
    "end_office",
    "form_group",
    "found_board",
    "join_group",
    "leave_group",
    "name_group_officer",
    "refuse_login_change",
    "register_person",
    "reveal_nik",
    "set_password",
    "settle_in_household",
    "take_office",
    "welcome_person",
    "witness_login",
]
