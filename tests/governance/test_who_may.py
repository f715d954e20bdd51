"""The written verdict on every act of community and governance for every office; an act without one fails here."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.exceptions import EmptyResultSet

import gulir.community.services
import gulir.governance.services  # noqa: F401  (its acts must be known)
from gulir.base.commands import COMMANDS
from gulir.base.policy import STRANGER, Rule, Standing
from gulir.community import policy as community
from gulir.community.models import Person
from gulir.community.models.offices import OFFICES
from gulir.governance import policy as governance

KEEPERS = {"upk_manager", "loan_officer", "bookkeeper", "upl", "ups", "secretary", "coordinator", "facilitator"}
GROUPS = {"upk_manager", "loan_officer", "secretary", "coordinator", "facilitator"}
HEADS = {"secretary", "coordinator"}
OPENERS = {"upk_manager", "loan_officer", "secretary", "coordinator", "overseer", "auditor"}
WITNESSES = set(OFFICES) - {"cashier", "village_head", "city_coordinator"}
VERDICTS: dict[str, set[str]] = {
    "community.add_area": {"city_coordinator"},
    "community.found_board": {"city_coordinator"},
    "community.register_person": KEEPERS,
    "community.welcome_person": KEEPERS,
    "community.correct_person": KEEPERS,
    "community.add_household": KEEPERS,
    "community.settle_in_household": KEEPERS,
    "community.declare_kin": KEEPERS,
    "community.reveal_nik": OPENERS,
    "community.form_group": GROUPS,
    "community.join_group": GROUPS,
    "community.leave_group": GROUPS,
    "community.name_group_officer": GROUPS,
    "community.dissolve_group": GROUPS,
    "community.take_office": HEADS,
    "community.end_office": HEADS,
    "community.add_login": HEADS,
    "community.block_login": HEADS,
    "community.set_password": HEADS,
    "community.confirm_password": HEADS | {"trustee", "upk_manager", "overseer"},
    "community.witness_login": WITNESSES,
    "community.refuse_login_change": WITNESSES,
    "governance.hold_meeting": HEADS,
    "governance.close_meeting": HEADS,
    "governance.decide": HEADS,
    "governance.propose_rule": HEADS,
    "governance.adopt_rule": HEADS,
}
OURS = sorted(name for name in COMMANDS if name.startswith(("community.", "governance.")))
GROUP = UUID(int=3)


def test_every_act_has_its_verdict() -> None:
    assert sorted(VERDICTS) == OURS


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("act", VERDICTS)
def test_an_office_may_exactly_what_is_written(act: str, office: str) -> None:
    may = COMMANDS[act].may.allows(Standing(offices=frozenset({office})))
    assert may is (office in VERDICTS[act])


@pytest.mark.parametrize("act", VERDICTS)
def test_strangers_and_members_may_nothing_and_the_founder_everything(act: str) -> None:
    leader = Standing(person=UUID(int=1), groups=frozenset({GROUP}), led_groups=frozenset({GROUP}))
    assert not COMMANDS[act].may.allows(STRANGER)
    assert not COMMANDS[act].may.allows(leader)
    assert COMMANDS[act].may.allows(Standing(founder=True))


@pytest.mark.parametrize("act", VERDICTS)
def test_no_act_is_open_to_those_who_hold_the_cash_alone(act: str) -> None:
    """Whoever holds the money invents no borrower, gives no office and no login, and writes no decision."""
    assert not COMMANDS[act].may.allows(Standing(offices=frozenset({"cashier"})))


def sees(rule: Rule, standing: Standing) -> str:
    """`all`, `nothing` or `some` rows, by what the database would be asked."""
    try:
        asked = str(Person.objects.filter(rule.visible(standing)).query)
    except EmptyResultSet:
        return "nothing"
    return "some" if "WHERE" in asked else "all"


def test_a_member_sees_some_rows() -> None:
    standing = Standing(person=UUID(int=1), groups=frozenset({GROUP}))
    assert sees(community.SEES_PEOPLE, standing) == "some"
    assert sees(community.SEES_OFFICES, standing) == "nothing"


RULES = [community.SEES_PEOPLE, community.SEES_GROUPS, community.SEES_OFFICES, governance.READS_AGENDA]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name[:20])
@pytest.mark.parametrize("office", [*OFFICES, ""])
def test_who_may_not_ask_sees_no_row_and_who_may_sees_all(rule, office: str) -> None:
    standing = Standing(offices=frozenset({office}) if office else frozenset())
    assert sees(rule, standing) == ("all" if rule.allows(standing) else "nothing")


def test_the_village_head_and_the_city_see_no_names() -> None:
    for office in ("village_head", "city_coordinator"):
        assert not community.SEES_PEOPLE.allows(Standing(offices=frozenset({office})))
