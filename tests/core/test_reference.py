"""The reference folder is read whole at start, and what is inconsistent in it stops the house."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gulir.base import messages, reference
from gulir.base.reference import ReferenceBroken
from gulir.core.roles import KIND_OF, Kind, Ledger, Role

CACHED = (
    "reference_folder", "_toml", "_chart_rows", "programme_chart", "account_names", "statement_map", "rule_definitions",
    "_rulebook", "rule_texts",
    "offices", "group_offices", "office_conflicts", "indicators", "indicator_classes", "messages", "message_titles",
    "_instrument_files", "instruments", "instrument_texts",
)  # fmt: skip


def forget() -> None:
    for name in CACHED:
        getattr(reference, name).cache_clear()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the reference that a test may break."""
    folder = tmp_path / "reference"
    shutil.copytree(reference.reference_folder(), folder)
    forget()
    original = reference.reference_folder
    monkeypatch.setattr(reference, "reference_folder", lambda: folder)
    yield folder
    monkeypatch.setattr(reference, "reference_folder", original)
    forget()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_reference_of_the_product_is_whole(copy):
    reference.check_reference()


BREAKS = [
    ("messages/books.toml", '[ChartEmpty]\nid = "', '[ChartEmpty]\nid_ = "', "id is missing"),
    ("messages/books.toml", 'en = "The chart of accounts holds no account yet.', 'en = " " # ', "en is missing"),
    ("messages/books.toml", "[ChartEmpty]", "[RuleUnknown]", "stands twice"),
    ("messages/books.toml", "[ChartEmpty]", "[AmountZero]", "AmountZero"),
    ("messages/books.toml", "[ChartEmpty]", "[ChartEmpty", "books.toml"),
    ("messages/books.toml", "[ChartEmpty]\n", '[ChartEmpty]\ntitle_id = "Kosong"\n', "title_en is missing"),
    ("charts/programme.csv", ",cash,S8", ",kas,S8", "RoleUnknown"),
    ("charts/programme.csv", "upk,11021,", "upk,11010,", "AccountCodeTwice"),
    ("charts/programme.csv", ",bank,S8", ",cash,S8", "RoleTwice"),
    ("charts/programme.csv", "asset,1,provision", "asset,0,provision", "RoleContraDiffers"),
    ("charts/programme.csv", "Kas,Cash,", "Kas,,", "name_en is missing"),
    ("charts/sak_ep.toml", '"cash", "bank"', '"cash", "bankk"', "bankk"),
    ("charts/sak_ep.toml", '"cash", "bank"', '"cash"', "role bank stands in 0"),
    ("charts/sak_ep.toml", 'roles = ["loans"]', 'roles = ["loans", "cash"]', "role cash stands in 2"),
    ("charts/sak_ep.toml", 'rest_of = "asset"\n', "", "exactly one line takes the rest of asset"),
    ("charts/sak_ep.toml", 'rest_of = "asset"', 'rest_of = "equity"', "rest_of must be asset"),
    ("charts/sak_ep.toml", 'section = "asset"', 'section = "assets"', "assets"),
    ("charts/emkm.toml", 'name.en = "SAK for micro', 'name.en = "" # ', "en is missing"),
    ("charts/emkm.toml", 'key = "cash"\n', "", "key is missing"),
    ("rulebook/groups.toml", 'code = "R01"', 'code = "R1"', "code R1"),
    ("rulebook/groups.toml", 'type = "count"', 'type = "number"', "number"),
    ("rulebook/groups.toml", 'tag = "sourced"', 'tag = "sure"', "sure"),
    ("rulebook/groups.toml", 'kind = "F"', 'kind = "X"', "X"),
    ("rulebook/groups.toml", "default = 5\n", "default = 500\n", "RuleOutOfRange"),
    ("rulebook/groups.toml", "default = 5\n", "default = 5.5\n", "RuleValueUnclear"),
    ("rulebook/groups.toml", "default = 5\n", "", "default is missing"),
    ("rulebook/loans.toml", "from = 2008-01-01", "from = 2030-01-01", "not in order"),
    ("rulebook/groups.toml", 'meaning_en = "The loan', 'meaning = "The loan', "meaning_en is missing"),
    ("rulebook/groups.toml", '["loan.borrower"]', '["group.members_min"]', r"rulebook/groups\.toml"),
    ("rulebook/loans.toml", '["loan.first_per_member_max"]', '["loan.borrower"]', "loan.borrower stands twice"),
    ("offices.toml", 'desk = "officer"\n', "", "desk is missing"),
    ("offices.toml", 'id = "Manajer UPK"', 'id = ""', "id is missing"),
    ("offices.toml", 'one = ["cashier"]', 'one = ["kasir"]', "kasir is unknown"),
    ("offices.toml", 'key = "employer_of_oneself"', 'key = "cash_and_books"', "stands twice"),
    ("indicators.toml", 'classes = "indicator.lar_classes"', 'classes = "indicator.lar"', "indicator.lar is unknown"),
    ("indicators.toml", 'formula_en = "groups', 'formula = "groups', "formula_en is missing"),
    ("instruments/ksm_kotaku.1.toml", 'en = "Routine meetings"', 'en = ""', "en is missing"),
    ("instruments/ksm_kotaku.1.toml", 'en = "every month"', 'eng = "every month"', "en is missing"),
    ("instruments/ksm_kotaku.1.toml", 'en = "Tumbuh (growing)"', 'en = " "', "en is missing"),
    ("instruments/ksm_kotaku.1.toml", "version = 1", "version = 2", "is ksm_kotaku version 2"),
    ("instruments/ksm_kotaku.1.toml", 'key = "attendance"', 'key = "meetings"', "meetings stands twice"),
    ("instruments/ksm_kotaku.1.toml", 'key = "tumbuh"', 'key = "tunas"', "tunas stands twice"),
    ("instruments/ksm_kotaku.1.toml", "points = 2", "points = 1", "do not rise"),
    ("instruments/ksm_kotaku.1.toml", "points = 2", 'points = "2"', "points is no whole number"),
    ("instruments/ksm_kotaku.1.toml", "least = 13", "least = 24", "stages do not rise"),
    ("instruments/ksm_kotaku.1.toml", "least = 23", "least = 31", "stages do not rise"),
    ("instruments/ksm_kotaku.1.toml", "least = 0", "least = 1", "stages do not rise"),
    ("instruments/ksm_kotaku.1.toml", 'tag = "default"', 'tag = "sure"', "sure"),
    ("instruments/ksm_kotaku.1.toml", "since = 2026-01-01\n", "", "since is missing"),
    ("instruments/ksm_kotaku.1.toml", "answers = [", "answer = [", "answers is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), BREAKS)
def test_a_broken_reference_stops_the_house_and_says_where(copy, name, old, new, said):
    change(copy / name, old, new)
    with pytest.raises(ReferenceBroken, match=said.replace("(", r"\(")):
        reference.check_reference()


@pytest.mark.parametrize("name", ["offices.toml", *(f"rulebook/{chapter}.toml" for chapter in reference.CHAPTERS)])
def test_a_missing_file_stops_the_house(copy, name):
    (copy / name).unlink()
    with pytest.raises(ReferenceBroken, match=name.replace(".", r"\.")):
        reference.check_reference()


def test_the_chapters_are_all_there_is_and_tell_the_rules_in_order():
    folder = reference.reference_folder() / "rulebook"
    assert {path.stem for path in folder.iterdir()} == set(reference.CHAPTERS)
    codes = [code for rule in reference.rule_definitions() for code in rule.code.split() if code.startswith("R")]
    assert codes == sorted(codes)
    assert set(codes) == {f"R{number:02}" for number in range(1, 61)}


def test_the_folder_is_found_beside_the_package_first(tmp_path, monkeypatch):
    installed = tmp_path / "site" / "gulir"
    (installed / "reference" / "rulebook").mkdir(parents=True)
    monkeypatch.setattr(reference, "__file__", str(installed / "base" / "reference.py"))
    reference.reference_folder.cache_clear()
    try:
        assert reference.reference_folder() == installed / "reference"
        reference.reference_folder.cache_clear()
        (installed / "reference" / "rulebook").rmdir()
        with pytest.raises(ReferenceBroken, match="no reference folder"):
            reference.reference_folder()
    finally:
        monkeypatch.undo()
        forget()


@pytest.mark.parametrize("ledger", list(Ledger))
def test_each_ledger_has_an_opening_account_a_result_and_dues_to_the_others(ledger):
    roles = {a.role for a in reference.programme_chart(ledger)}
    others = [other for other in Ledger if other is not ledger]
    wanted = {Role.OPENING, Role.RESULT_CARRIED, Role.RESULT_OF_YEAR, Role.CASH, Role.BANK, Role.CASH_DIFFERENCE}
    wanted |= {Role.due_from(o) for o in others} | {Role.due_to(o) for o in others}
    assert wanted <= roles
    assert Role.due_from(ledger) not in roles


@pytest.mark.parametrize(("code", "role"), [
    ("11010", "cash"), ("11021", "bank"), ("11022", "bank_tr"), ("11023", "digital_clearing"), ("11030", "loans"),
    ("11040", "other_receivable"),
    ("12010", "provision"), ("12020", "equipment"), ("12021", "accumulated_depreciation"), ("21010", "payable"),
    ("21011", "surplus"),
    ("21020", "tr_savings"), ("21030", "social_fund"), ("21033", "risk_fund"), ("21040", "bop_fund"),
    ("21050", "iptw_payable"),
    ("31010", "granted_capital"),
    ("31040", "capital_from_profit"), ("32010", "result_carried"), ("32020", "result_of_year"),
    ("41010", "jasa_income"), ("41030", "recovered_income"),
    ("51060", "bank_expense"), ("51070", "depreciation_expense"), ("51080", "provision_expense"),
])  # fmt: skip
def test_the_programme_chart_is_that_of_the_handbook(code, role):
    account = next(a for a in reference.programme_chart(Ledger.UPK) if a.code == code)
    assert account.role == role
    assert reference.account_names()[Ledger.UPK, code].en


def test_every_role_is_played_somewhere_in_the_three_charts():
    assert {a.role for a in reference.programme_chart() if a.role} == set(Role)


@pytest.mark.parametrize("standard", ["sak_ep", "emkm"])
def test_an_account_without_a_role_falls_to_the_rest_of_its_kind(standard):
    lines = reference.statement_map(standard)
    for kind in Kind:
        assert lines.line_of(kind, None).rest
    for role in Role:
        assert role in lines.line_of(KIND_OF[role], role).roles


def test_the_offices_of_the_programme_are_there_with_their_desks():
    found = reference.offices()
    assert set(found) == {
        "upk_manager", "loan_officer", "cashier", "bookkeeper", "upl", "ups", "secretary", "trustee", "coordinator",
        "overseer",
        "forum", "auditor", "facilitator", "village_head", "city_coordinator",
    }  # fmt: skip
    assert {o.desk for o in found.values()} <= {"officer", "trustee", "facilitator", "overseer", "coordinator"}
    assert set(reference.group_offices()) == {"chair", "secretary", "treasurer"}


@pytest.mark.parametrize(("one", "other"), [
    ("cashier", "bookkeeper"), ("upk_manager", "overseer"), ("cashier", "overseer"), ("bookkeeper", "trustee"),
    ("loan_officer", "coordinator"),
    ("secretary", "trustee"), ("secretary", "upl"), ("secretary", "cashier"), ("facilitator", "cashier"),
    ("village_head", "coordinator"),
    ("city_coordinator", "upk_manager"), ("auditor", "bookkeeper"),
])  # fmt: skip
def test_the_segregation_table_forbids_a_pair(one, other):
    pairs = {pair for conflict in reference.office_conflicts() for pair in conflict.pairs}
    assert tuple(sorted((one, other))) in pairs


@pytest.mark.parametrize(("one", "other"), [
    ("trustee", "coordinator"), ("upk_manager", "cashier"), ("forum", "trustee"), ("upl", "ups"), ("overseer", "forum"),
])  # fmt: skip
def test_the_segregation_table_forbids_no_more_than_it_says(one, other):
    pairs = {pair for conflict in reference.office_conflicts() for pair in conflict.pairs}
    assert tuple(sorted((one, other))) not in pairs


def test_the_chair_of_a_group_is_not_its_treasurer():
    (conflict,) = reference.office_conflicts(of_groups=True)
    assert list(conflict.pairs) == [("chair", "treasurer")]


# ---------------------------------------------------------------- sentences

LATE = datetime(2026, 3, 2, 23, tzinfo=UTC)


@pytest.mark.parametrize(("facts", "language", "said"), [
    ({"number": "K1", "total": 575, "on": date(2026, 3, 2)}, "id", "Bukti K1 sebesar Rp575 dibukukan 2 Maret 2026."),
    ({"number": "K1", "total": "1575", "on": "2026-03-02"}, "en", "Voucher K1 of Rp1.575 was posted on 2 March 2026."),
    ({"number": "K1", "total": None, "on": None}, "en", "Voucher K1 of - was posted on -."),
    ({"number": "x", "total": "much", "on": "someday"}, "en", "Voucher x of much was posted on someday."),
    ({"number": "x", "total": 1, "on": LATE}, "id", "Bukti x sebesar Rp1 dibukukan 2 Maret 2026."),
    ({"total": 1, "on": date(2026, 3, 2)}, "en", "Voucher  of Rp1 was posted on 2 March 2026."),
])  # fmt: skip
def test_a_sentence_shows_money_and_days_as_people_write_them(facts, language, said):
    assert messages.sentence("VoucherPosted", facts, language) == said


@pytest.mark.parametrize(("items", "language", "end"), [
    ([], "id", "UPK: ."), (["1010=cash"], "id", "UPK: 1010=cash."), (("a", "b"), "id", "UPK: a dan b."),
    (["a", "b", "c"], "en", "UPK were set: a, b and c."),
])  # fmt: skip
def test_a_list_is_joined_as_one_says_it(items, language, end):
    said = messages.sentence("RolesMapped", {"ledger": "upk", "roles": items}, language)
    assert said.endswith(end.removeprefix("UPK: ") if language == "id" else end)


def test_names_are_shown_in_place_of_keys():
    said = messages.sentence("ApprovalTooFew", {"missing": ("upk_manager", "coordinator")}, "id")
    assert "Manajer UPK dan Koordinator BKM" in said
    assert "Instalment" not in messages.sentence("RuleIsFixed", {"rule": "loan.no_arrears"}, "id")
    assert "Joint-liability savings" in messages.sentence("RoleWithoutAccount", {"role": "tr_savings"}, "en")
    assert "the secretariat" in messages.sentence("LedgersAreTheSame", {"ledger": "secretariat"}, "en")
    assert "Ketua KSM" in messages.sentence(
        "GroupOfficerNamed", {"group": "A", "office": "chair", "on": date(2026, 1, 1)}
    )


@pytest.mark.parametrize(("code", "facts"), [
    ("ApprovalTooFew", {"missing": ("mayor",)}), ("RuleUnknown", {"rule": "mayor"}), ("RuleIsFixed", {"rule": "mayor"}),
    ("RoleWithoutAccount", {"role": "mayor"}), ("LedgersAreTheSame", {"ledger": "mayor"}),
])  # fmt: skip
def test_an_unknown_key_is_shown_as_it_is(code, facts):
    assert "mayor" in messages.sentence(code, facts, "en")


def test_truth_is_said_in_words():
    facts = {"application": "P-1", "group": "A", "approved": True, "decided": 1, "decision": "K-1"}
    assert "disetujui: ya" in messages.sentence("ApplicationDecided", facts)
    assert "approved: no" in messages.sentence("ApplicationDecided", {**facts, "approved": False}, "en")


def test_a_day_without_a_format_is_still_said_in_words():
    said = messages.sentence("RuleUnknown", {"rule": date(2026, 1, 2)}, "en")
    assert "2 January 2026" in said


def test_a_code_without_a_sentence_is_shown_and_not_hidden():
    assert messages.sentence("NobodyKnows", {"amount": 5}) == "NobodyKnows {'amount': 5}"
    assert messages.sentence("NobodyKnows", {}) == "NobodyKnows"


def test_an_unknown_language_speaks_indonesian():
    assert messages.sentence("ChartEmpty", {}, "jv") == messages.sentence("ChartEmpty", {}, "id")


def test_a_title_is_written_or_made_from_the_code(copy):
    assert messages.title("LoanDisbursed") == "Loan disbursed"
    change(
        copy / "messages/facts.toml",
        "[LoanDisbursed]\n",
        '[LoanDisbursed]\ntitle_id = "Pencairan"\ntitle_en = "Payout"\n',
    )
    reference.message_titles.cache_clear()
    reference._toml.cache_clear()
    assert messages.title("LoanDisbursed") == "Pencairan"
    assert messages.title("LoanDisbursed", "en") == "Payout"
