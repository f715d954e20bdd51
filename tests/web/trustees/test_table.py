"""At the board's table: agenda, decision, meeting, rule, from the browser of whoever may, and refused to the others."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from gulir.governance.models import AgendaItem, Decision, Meeting, RuleValue
from gulir.governance.services import propose_rule
from tests.web.stage import words

RULE = "loan.per_member_max"


def guests(*names: str, total: int = 6, **more: str) -> dict[str, str]:
    """The rows of residents and guests as the form sends them."""
    sent = {"guest-TOTAL_FORMS": str(total), "guest-INITIAL_FORMS": "0"}
    for number in range(total):
        sent[f"guest-{number}-name"] = names[number] if number < len(names) else ""
        sent[f"guest-{number}-sex"] = "P"
    return {**sent, **more}


def record(hall, who: str = "secretary", *names: str, kind: str = "board", **more):
    """A meeting of today, recorded in the browser; `names` are ticked officers."""
    form = {
        "kind": kind, "held_on": hall.fund.today.isoformat(), "place": "Balai RW 01", "chair": "Bu Rahma",
        "invited": "5",
        "people": [str(hall.person(name)) for name in names or ("Bu Rahma", "Tari", "Bu Lastri", "Pak Karno")],
        "key": str(uuid4()), **guests(), **more,
    }  # fmt: skip
    return hall.send(who, "trustees:meeting_new", **form)


def propose(hall, value: str = "3000000", effective: date = date(2026, 4, 1), rule: str = RULE) -> AgendaItem:
    done = hall.fund.do("coordinator", propose_rule, rule=rule, value=value, effective_on=effective)
    return AgendaItem.objects.get(pk=done["agenda"])


def decide(hall, item: AgendaItem, who: str = "secretary", **more):
    meeting = Meeting.objects.get(book_id=hall.fund.book, status="open")
    form = {
        "meeting": str(meeting.pk), "outcome": "approved", "manner": "consensus", "digest": item.digest,
        "key": str(uuid4()), **more,
    }  # fmt: skip
    return hall.send(who, "trustees:item", item.pk, **form)


# ---------------------------------------------------------------- meetings


def test_a_meeting_is_recorded_with_officers_by_a_tick_and_residents_by_name(hall):
    answer = record(
        hall, "secretary", "Bu Rahma", "Tari", "Bu Lastri", **guests("Bu Sarinem", **{"guest-0-poor": "on"})
    )
    assert answer.status_code == 302
    kept = Meeting.objects.get(book_id=hall.fund.book)
    assert (kept.present, kept.voters, kept.entitled, kept.quorate) == (4, 3, 5, True)
    page = words(hall.at("secretary").get(answer["Location"]))
    assert f"Rapat {kept.number} tercatat." in page
    assert "Bu Sarinem" in page
    assert "Terdaftar miskin 1" in page


def test_the_facilitator_comes_as_a_guest_and_does_not_decide(hall):
    record(hall, "secretary", "Mas Bayu", "Tari", kind="rwt", invited="2")
    kept = Meeting.objects.get(book_id=hall.fund.book)
    assert (kept.present, kept.voters) == (2, 1)


def test_more_rows_keep_what_was_typed_and_record_nothing(hall):
    answer = record(hall, "secretary", "Tari", **guests("Bu Sarinem"), more="1")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="Bu Sarinem"' in page
    assert 'name="guest-25-name"' in page
    assert 'value="Balai RW 01"' in page
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"held_on": "2026-03-03"}, ""),
        ({"held_on": "kemarin"}, "held_on"),
        ({"invited": "0"}, "invited"),
        ({"people": []}, ""),
        ({"kind": "arisan"}, "kind"),
    ],
)
def test_a_meeting_that_cannot_be_is_said_on_the_form_and_keeps_what_was_typed(hall, wrong, said):
    answer = record(hall, **wrong)
    if answer.status_code == 302:  # nobody came: kept, but it decides nothing
        assert not Meeting.objects.get(book_id=hall.fund.book).quorate
        return
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert f"id_{said}" in page
    assert "Balai RW 01" in page
    assert Meeting.objects.count() == 0


def test_the_same_form_sent_twice_is_one_meeting(hall):
    key = str(uuid4())
    first, second = record(hall, key=key), record(hall, key=key)
    assert first["Location"] == second["Location"]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("who", ["trustee", "overseer", "cashier", "upk_manager"])
def test_only_secretary_and_coordinator_record_a_meeting(hall, who):
    assert record(hall, who).status_code == 403
    assert Meeting.objects.count() == 0


def test_a_meeting_ends_with_its_minutes(hall):
    record(hall)
    meeting = Meeting.objects.get(book_id=hall.fund.book)
    missing = hall.send("secretary", "trustees:meeting", meeting.pk, minutes=" ", key=str(uuid4()))
    assert missing.status_code == 422
    answer = hall.send("secretary", "trustees:meeting", meeting.pk, minutes="Semua setuju.\nSelesai.", key=str(uuid4()))
    assert answer.status_code == 302
    page = words(hall.see("trustee", "trustees:meeting", meeting.pk))
    assert "Semua setuju." in page
    assert "Tutup rapat" not in page


def test_a_trustee_cannot_end_a_meeting(hall):
    record(hall)
    meeting = Meeting.objects.get(book_id=hall.fund.book)
    answer = hall.send("trustee", "trustees:meeting", meeting.pk, minutes="x", key=str(uuid4()))
    assert answer.status_code == 422
    assert Meeting.objects.get(pk=meeting.pk).status == "open"


def test_a_meeting_without_its_quorum_says_so(hall):
    record(hall, "secretary", "Tari")
    meeting = Meeting.objects.get(book_id=hall.fund.book)
    assert "Kuorum belum tercapai" in words(hall.see("trustee", "trustees:meeting", meeting.pk))


def test_a_meeting_of_another_board_is_not_there(hall):
    assert hall.see("coordinator", "trustees:meeting", uuid4()).status_code == 404
    assert hall.see("coordinator", "trustees:item", uuid4()).status_code == 404


# ---------------------------------------------------------------- decisions


def test_a_rule_goes_the_whole_way_in_the_browser(hall):
    """Proposed, shown in words, decided in an open meeting, in force from its day on, and found again afterwards."""
    client = hall.at("coordinator")
    form = {"value": "3 jt", "effective_on": "2026-04-01", "key": str(uuid4())}
    answer = client.post(reverse("trustees:rule", args=[RULE]), form)
    item = AgendaItem.objects.get(book_id=hall.fund.book)
    assert answer["Location"] == reverse("trustees:item", args=[item.pk])
    page = words(client.get(answer["Location"]))
    assert "Sekarang Rp10.000.000 Diusulkan Rp3.000.000 Berlaku mulai 1 April 2026" in page
    assert "Belum ada rapat yang sedang berlangsung." in page
    record(hall)
    assert decide(hall, item).status_code == 302
    adopted = RuleValue.objects.get(book_id=hall.fund.book)
    assert (adopted.key, adopted.value, adopted.effective_on) == (RULE, 3_000_000, date(2026, 4, 1))
    after = words(hall.see("trustee", "trustees:item", item.pk))
    assert "Disetujui" in after
    assert "Catat keputusan" not in after
    hall.move_to(date(2026, 4, 1))
    assert "Berlaku sekarang Rp3.000.000" in words(hall.see("trustee", "trustees:rule", RULE))
    assert "Diputuskan sendiri 1" in words(hall.see("trustee", "trustees:rulebook"))


def test_a_vote_is_counted(hall):
    item = propose(hall)
    record(hall)
    answer = decide(hall, item, manner="vote", votes_for="3", against="1", abstained="0")
    assert answer.status_code == 302
    assert "3 setuju, 1 menolak" in words(hall.see("trustee", "trustees:agenda"))


def test_votes_that_do_not_add_up_are_said_on_the_form(hall):
    item = propose(hall)
    record(hall)
    answer = decide(hall, item, manner="vote", votes_for="40", against="1")
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_what_changed_since_it_was_read_is_not_decided(hall):
    item = propose(hall)
    record(hall)
    assert decide(hall, item, digest="0" * 64).status_code == 422
    assert Decision.objects.count() == 0


def test_a_forum_meeting_is_not_offered_for_a_decision(hall):
    item = propose(hall)
    record(hall, kind="forum")
    assert "Belum ada rapat yang sedang berlangsung." in words(hall.see("secretary", "trustees:item", item.pk))


def test_a_trustee_reads_but_does_not_record_a_decision(hall):
    item = propose(hall)
    record(hall)
    assert "Anda dapat membaca." in words(hall.see("trustee", "trustees:item", item.pk))
    assert decide(hall, item, "trustee").status_code == 422
    assert Decision.objects.count() == 0


def test_a_rule_decided_after_the_day_it_should_begin_is_kept_and_its_lateness_said(hall):
    """The decision stands; the rule cannot begin in the past, and the page says so instead of breaking."""
    item = propose(hall, effective=hall.fund.today + timedelta(days=1))
    hall.move_to(hall.fund.today + timedelta(days=3))
    record(hall)
    answer = decide(hall, item)
    assert answer.status_code == 302
    page = words(hall.at("secretary").get(answer["Location"]))
    assert Decision.objects.count() == 1
    assert RuleValue.objects.count() == 0
    assert "tercatat." in page
    assert "paling cepat" in page.lower() or "sesudah" in page.lower()


# ---------------------------------------------------------------- the rulebook


def test_the_rulebook_says_values_in_words(hall):
    page = words(hall.see("cashier", "trustees:rulebook"))
    for said in (
        "1,5% sebulan",
        "Rp10.000.000",
        "tetap (flat)",
        "penambahan modal 50%",
        "jasa, pokok, denda",
        "5 anggota",
    ):
        assert said in page, said
    for raw in ("equal_principal", "upk_bonus", "at_least", "10000000", "true", "next_working_day"):
        assert raw not in page, raw


def test_every_rule_has_a_page_in_both_languages(hall):
    from gulir.base.reference import rule_definitions

    client = hall.at("coordinator")
    for language in ("id", "en"):
        client.post(reverse("set_language"), {"language": language, "next": "/"})
        for definition in rule_definitions():
            assert client.get(reverse("trustees:rule", args=[definition.key])).status_code == 200, definition.key


@pytest.mark.parametrize(
    ("rule", "sent", "kept"),
    [
        ("loan.rate_percent", {"value": "1,25"}, "1,25% sebulan"),
        ("group.members_min", {"value": "6"}, "6 anggota"),
        ("loan.poor_listed_required", {"value": "tidak"}, "Tidak"),
        ("loan.method", {"value": "annuity"}, "anuitas"),
        ("repayment.order", {"value": "principal, jasa, penalty"}, "pokok, jasa, denda"),
        ("indicator.lar_classes", {"value": "5; 15"}, "5% · 15%"),
        ("office.term_warning_days", {"value": "120; 60; 14"}, "120 · 60 · 14 hari"),
        (
            "profit.split",
            {
                "share_capital": "60", "share_social": "10", "share_bop": "10", "share_overseers": "5",
                "share_upk_bonus": "10", "share_reserve": "5",
            },
            "60",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_rule_is_proposed_as_people_write_it(hall, rule, sent, kept):
    answer = hall.send("coordinator", "trustees:rule", rule, effective_on="2026-04-01", key=str(uuid4()), **sent)
    assert answer.status_code == 302, words(answer)
    assert kept in words(hall.at("coordinator").get(answer["Location"]))


@pytest.mark.parametrize(
    ("rule", "sent"),
    [
        ("loan.rate_percent", {"value": "banyak"}),
        ("loan.rate_percent", {"value": "99"}),
        ("group.members_min", {"value": "5,5"}),
        ("loan.method", {"value": "bunga-berbunga"}),
        ("indicator.lar_classes", {"value": "20; 10"}),
        ("profit.split", {"share_capital": "60"}),
        ("loan.per_member_max", {"value": "satu juta lebih sedikit"}),
    ],
)
def test_a_value_that_cannot_be_is_said_on_the_form(hall, rule, sent):
    answer = hall.send("coordinator", "trustees:rule", rule, effective_on="2026-04-01", key=str(uuid4()), **sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert AgendaItem.objects.count() == 0


def test_a_rule_that_begins_today_is_said_to_be_too_soon(hall):
    form = {"value": "3 jt", "effective_on": "2026-03-02", "key": str(uuid4())}
    assert hall.send("coordinator", "trustees:rule", RULE, **form).status_code == 422


def test_a_rule_that_does_not_exist_is_not_there(hall):
    assert hall.see("trustee", "trustees:rule", "loan.nothing").status_code == 404


def test_a_cashier_reads_the_rules_and_proposes_none(hall):
    form = {"value": "3 jt", "effective_on": "2026-04-01", "key": str(uuid4())}
    assert "Usulkan nilai lain" not in words(hall.see("cashier", "trustees:rule", RULE))
    assert hall.send("cashier", "trustees:rule", RULE, **form).status_code == 422
    assert AgendaItem.objects.count() == 0


def test_what_the_program_fixed_is_not_offered_for_change(hall):
    page = words(hall.see("coordinator", "trustees:rule", "loan.borrower"))
    assert "Ini dasar program" in page
    assert "Usulkan nilai lain" not in page


# ---------------------------------------------------------------- applications


def test_applications_wait_with_who_signed_already(hall):
    application = hall.fund.verify(hall.fund.apply("Melati"))
    page = words(hall.see("coordinator", "trustees:loans"))
    assert "Menunggu tanda tangan Rp5.000.000" in page
    assert "Belum ada" in page
    hall.fund.sign(application, "upk_manager")
    assert "Pak Darto" in words(hall.see("coordinator", "trustees:loans"))
    hall.fund.sign(application, "coordinator")
    assert "Siap dicairkan" in words(hall.see("trustee", "trustees:loans"))


def test_the_coordinator_signs_from_this_desk_what_was_shown(hall):
    application = hall.fund.verify(hall.fund.apply("Melati"))
    address = reverse("officers:application_sign", args=[application])
    client = hall.at("coordinator")
    page = client.get(address)
    assert page.status_code == 200
    assert "Meja pengurus BKM" in words(page)
    digest = page.context["digest"]
    answer = client.post(address, {"digest": digest, "key": str(uuid4()), "confirmed": "1"})
    assert answer.status_code == 302
    assert "Anda sudah" in words(hall.see("coordinator", "trustees:loans"))


def test_the_parts_of_a_whole_start_from_what_is_in_force(hall):
    page = hall.see("coordinator", "trustees:rule", "profit.split").content.decode()
    assert 'value="50%"' in page
    assert 'value="20%"' in page
