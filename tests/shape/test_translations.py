"""No sentence of the interface is left without English, and no English sentence names other places than its own."""

from __future__ import annotations

import re

import pytest

from gulir.base.reference import messages as sentences
from tools import messages

KNOWN = messages.english()


def test_every_sentence_of_pages_and_code_has_english():
    assert messages.missing(messages.used(), KNOWN) == []


def test_the_english_names_the_same_places():
    assert messages.mismatched(KNOWN) == []


def test_a_sentence_about_one_names_no_place_of_its_own(tmp_path):
    assert messages.strayed() == []
    room = tmp_path / "room" / "en" / "LC_MESSAGES"
    room.mkdir(parents=True)
    head = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    said = 'msgid "%(n)s KSM"\nmsgid_plural "%(n)s KSM"\nmsgstr[0] "One of %(who)s"\nmsgstr[1] "%(n)s groups"\n'
    (room / "django.po").write_text(head + said)  # control
    assert messages.strayed(tmp_path) == ["'One of %(who)s'"]


def test_a_counted_sentence_with_one_form_only_waits_for_english(tmp_path):
    room = tmp_path / "room" / "en" / "LC_MESSAGES"
    room.mkdir(parents=True)
    head = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    said = 'msgid "%(n)s KSM"\nmsgid_plural "%(n)s KSM"\nmsgstr[0] "%(n)s group"\nmsgstr[1] ""\n'
    (room / "django.po").write_text(head + said)
    assert messages.english(tmp_path) == {}


def test_a_sentence_counted_once_is_counted_on_every_page():
    """Said without its plural, English would know one form only: "18 loan"."""
    counted = {use.text for use in messages.used() if use.plural}
    assert len(counted) > 40
    bare = [use.place for use in messages.used() if use.text in counted and not use.plural]
    assert [place for place in bare if ".html" in place] == []


def mixed(english):
    """English sentences that call a group by its Indonesian name: one thing has one word (docs/glossary.md)."""
    return [words for words in english if re.search(r"\bKSM\b", words)]


def test_english_calls_a_group_a_group():
    assert mixed(KNOWN.values()) == []
    assert mixed(text.en for text in sentences().values()) == []
    assert mixed(["Health of KSM Melati"])  # control


def test_there_is_something_to_translate():
    assert len(messages.used()) > 150
    assert len(KNOWN) > 150


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% translate 'Belum ada kata' %}", "Belum ada kata"),
        ('{% trans "Belum ada kata" as x %}', "Belum ada kata"),
        ("<c-card title=\"{% translate 'Belum ada kata' %}\" />", "Belum ada kata"),
        ("{% blocktranslate with n=x %}Ada {{ n }} orang, 5%{% endblocktranslate %}", "Ada %(n)s orang, 5%%"),
        ("{% blocktranslate trimmed %}\n  Dua\n  baris\n{% endblocktranslate %}", "Dua baris"),
        ('{{ _("Belum ada kata") }}', "Belum ada kata"),
    ],
)
def test_a_sentence_of_a_template_without_english_is_found(source, text):
    uses = list(messages.in_template(source, "page.html"))
    assert messages.missing(uses, {}) == [f"page.html:1: {text!r}"]
    assert messages.missing(uses, {text: "Said"}) == []


def test_a_counted_sentence_is_found_with_its_plural():
    source = "{% blocktranslate count n=x %}{{ n }} KSM{% plural %}{{ n }} para KSM{% endblocktranslate %}"
    assert [(use.text, use.plural) for use in messages.in_template(source, "p")] == [("%(n)s KSM", "%(n)s para KSM")]


def test_a_sentence_of_code_without_english_is_found():
    source = 'from x import gettext as _\nA = _("Satu")\nB = gettext_lazy("Dua")\n'
    source += 'C = ngettext("Tiga", "Para tiga", n)\nD = _(name)\n'
    uses = list(messages.in_python(source, "code.py"))
    assert [use.text for use in uses] == ["Satu", "Dua", "Tiga"]
    assert messages.missing(uses, {"Satu": "One", "Tiga": "Three"}) == ["code.py:3: 'Dua'"]


def test_an_english_sentence_that_lost_a_place_is_found():
    assert messages.mismatched({"%(ksm)s belum membayar": "has not paid"})
    assert not messages.mismatched({"%(ksm)s belum membayar": "%(ksm)s has not paid"})


def test_a_doubtful_or_empty_entry_does_not_count(tmp_path):
    room = tmp_path / "room" / "en" / "LC_MESSAGES"
    room.mkdir(parents=True)
    entries = 'msgid "Satu"\nmsgstr "One"\n\n#, fuzzy\nmsgid "Dua"\nmsgstr "Two"\n\nmsgid "Tiga"\nmsgstr ""\n'
    (room / "django.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + entries)
    assert messages.english(tmp_path) == {"Satu": "One"}


def test_bringing_a_room_up_to_date_keeps_english_and_changes_nothing_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text("{% translate 'Satu' %}{% translate 'Dua' %}")
    assert messages.extract("kas", [page]) == 2
    po = tmp_path / "locale" / "kas" / "en" / "LC_MESSAGES" / "django.po"
    po.write_text(po.read_text().replace('msgid "Satu"\nmsgstr ""', 'msgid "Satu"\nmsgstr "One"'))
    before = po.read_text()
    messages.extract("kas", [page])
    assert po.read_text() == before
    page.write_text("{% translate 'Satu' %}")
    messages.extract("kas", [page])
    assert '"One"' in po.read_text()
    assert "Dua" not in po.read_text()
    page.write_text("{% blocktranslate count n=x %}Satu{% plural %}Satu{% endblocktranslate %}")
    assert messages.extract("kas", [page]) == 1
    assert "One" not in po.read_text()  # one form said nothing of the other
