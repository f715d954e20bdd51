"""What was sent back to a KSM is mended at the desk and handed in again under its number."""

from __future__ import annotations

from django.urls import reverse

from gulir.lending import services as lending
from gulir.lending.models import Application
from tests.lending.stage import MEMBERS
from tests.web.stage import words


def returned(hall):
    """Melati's application of five times a million, sent back."""
    key = hall.fund.verify(hall.fund.apply("Melati"))
    hall.fund.do("upk_manager", lending.return_application, application=key, reason="Agus belum punya usaha")
    return key


def mended(hall, *amounts, **other):
    """What the form sends: these sums, the rest empty."""
    sent = {"share-TOTAL_FORMS": "5", "share-INITIAL_FORMS": "5", "purpose": "Modal warung bersama"}
    for no, name in enumerate(MEMBERS["Melati"]):
        sent |= {f"share-{no}-person": str(hall.person(name)), f"share-{no}-business": "warung"}
        sent[f"share-{no}-amount"] = amounts[no] if no < len(amounts) else ""
    return sent | other


def test_the_page_leads_there_and_stands_as_it_was_asked(hall):
    key = returned(hall)
    page = hall.see("loan_officer", "officers:application", key)
    assert reverse("officers:application_mend", args=[key]) in page.content.decode()
    mending = hall.see("loan_officer", "officers:application_mend", key)
    assert mending.content.decode().count('value="1.000.000"') == 5
    assert "Agus belum punya usaha" in words(mending)


def test_it_is_handed_in_again_under_its_number_and_once(hall):
    key = returned(hall)
    number = Application.objects.get(pk=key).number
    sent = mended(hall, "1.000.000", "800rb", "1.000.000", "1.000.000", key="lagi")
    done = hall.send("loan_officer", "officers:application_mend", key, **sent)
    assert done.url == reverse("officers:application", args=[key])
    asked = Application.objects.get(pk=key)
    assert (asked.state, asked.number, asked.asked) == ("submitted", number, 3_800_000)
    assert (asked.purpose, asked.shares.count()) == ("Modal warung bersama", 4)
    assert hall.send("loan_officer", "officers:application_mend", key, **sent).status_code == 404
    assert Application.objects.get(pk=key).asked == 3_800_000


def test_what_cannot_be_so_is_said_and_nothing_changes(hall):
    key = returned(hall)
    for sent in (mended(hall), mended(hall, "x"), mended(hall, *["9.000.000"] * 5)):
        page = hall.send("loan_officer", "officers:application_mend", key, **sent)
        assert page.status_code == 422
    assert Application.objects.get(pk=key).state == "returned"


def test_only_who_takes_applications_may_and_only_what_was_sent_back(hall):
    key = returned(hall)
    assert hall.send("cashier", "officers:application_mend", key, **mended(hall, "1.000.000")).status_code == 422
    assert Application.objects.get(pk=key).state == "returned"
    for who in ("Yuni", "overseer", "coordinator"):
        assert hall.see(who, "officers:application_mend", key).status_code == 403
    other = hall.fund.apply("Mawar")
    assert hall.see("loan_officer", "officers:application_mend", other).status_code == 404
