"""A mentoring among KSM when one of the two may not know of the other, is dissolved, or never agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gulir.base.models import Fact
from gulir.community import services as community
from gulir.community.models import Membership
from gulir.core.problems.community import GroupNotActive
from gulir.core.problems.peers import MentorNotReady, MentorStageLower, MentorUnread, PeerOfferOpen
from tests.mentoring.stage import FIRST
from tests.mentoring.test_peers import HIGH, LOW, agree, assess, begin, carried, end, offer, see, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(ksm):
    """Mawar was found on a higher stage than Melati."""
    assess(ksm, "Mawar", HIGH)
    assess(ksm, "Melati", LOW)
    return ksm


def test_what_speaks_against_another_ksm_is_not_learnt_by_asking_it(ksm):
    """An officer who may not read of a KSM hears that it cannot now, and nothing of its stage or its arrears."""
    with pytest.raises(MentorUnread):
        offer(ksm, "Tini")  # of one's own KSM one hears it
    with pytest.raises(MentorNotReady) as refused:
        offer(ksm, "Yuni")
    assert refused.value.facts == {"mentor": "Mawar", "mentee": "Melati"}
    assess(ksm, "Mawar", LOW)
    made = offer(ksm)
    assess(ksm, "Melati", HIGH)
    for act in (lambda: offer(ksm, "Tini", topics="x", mentee="Melati"), lambda: agree(ksm, made, "Tini", "Mawar"),
                lambda: agree(ksm, made, "Yuni", "Melati")):  # fmt: skip
        with pytest.raises((MentorNotReady, PeerOfferOpen)):
            act()
    end(ksm, made)
    with pytest.raises(MentorStageLower):
        offer(ksm)  # control: the facilitator reads of both


def test_a_mentoring_of_a_ksm_that_was_dissolved_stands_still_until_it_is_ended(pair):
    made, mawar = begin(pair), pair.stage.groups["Mawar"]
    pair.day += timedelta(days=7)
    for row in Membership.objects.filter(group=mawar, ends_before=None):
        pair.do("secretary", community.leave_group, group=mawar, person=row.person_id, on=pair.day)
    pair.do("secretary", community.dissolve_group, group=mawar, on=pair.day, reason="Bubar")
    found = see(pair, made, "Yuni")
    assert (found.state, [one.name for one in found.gone]) == ("dissolved", ["Mawar"])
    assert carried(pair, since=FIRST, most=1) == []
    with pytest.raises(GroupNotActive):
        sit(pair, made, "Yuni")
    assert sit(pair, made, "Yuni", on=pair.day - timedelta(days=1)) == 1  # control: it was there that day
    end(pair, made, reason="KSM Mawar bubar")
    assert see(pair, made, "Yuni").state == "ended"


def test_an_offer_that_was_dropped_is_not_told_as_a_mentoring_that_ended(pair):
    end(pair, offer(pair))
    end(pair, begin(pair))
    kinds = Fact.objects.filter(book_id=pair.stage.book, kind__in=("PeerOfferDeclined", "PeerMentoringEnded"))
    assert list(kinds.order_by("sequence").values_list("kind", flat=True)) == [
        "PeerOfferDeclined",
        "PeerMentoringEnded",
    ]
