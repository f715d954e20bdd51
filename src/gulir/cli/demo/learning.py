"""The first group mentors another since July: three sessions, after which it meets every month; two neighbours do not.

How many came to the second session was written wrongly, taken back and written anew. A second offer was declined, a
third one waits for its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from gulir.cli.demo.calendar import month, work_day
from gulir.cli.demo.office import Happening, Office
from gulir.cli.demo.village import GROUPS
from gulir.community.models import Person
from gulir.community.queries import actor_for_person
from gulir.mentoring.models import PeerPair, PeerSession
from gulir.mentoring.queries import books_of
from gulir.mentoring.services import (
    Came,
    Money,
    Said,
    Sheet,
    agree_on_rules,
    agree_to_mentoring,
    end_mentoring,
    hold_meeting,
    offer_mentoring,
    record_peer_session,
    take_back_session,
)

__all__ = ["learning_days"]

MENTOR, MENTEE, ASKED, DECLINES = 0, 2, 5, 3
"""The first KSM, the one it mentors, the one it is asked to mentor as well, and one that has no time for it."""
OFFERED, AGREED = date(2026, 7, 15), date(2026, 7, 17)
SESSIONS = (
    (date(2026, 8, 5), 4, "Mengisi buku kas bersama, satu bulan penuh"),
    (date(2026, 9, 9), 5, "Menghitung uang kotak di depan anggota"),
    (date(2026, 10, 14), 4, "Membaca kartu pinjaman dan menagih dengan halus"),
)
MENDED = 1
"""The session whose members were counted wrongly at first."""
LATEST = date(2026, 11, 19)
DECLINED = date(2026, 9, 23)
RULES = {
    "every": "month", "savings": 5_000, "fine": 0, "quorum_percent": 50, "loan_most": 200_000, "loan_months": 2,
    "loan_jasa_bp": 0,
}  # fmt: skip
MEETS = {MENTEE: (17, 20, 21, 22, 23), 3: (17, 21), 4: (17, 19, 22)}
"""In which months since January 2025 the mentored KSM and two of its neighbours met: May 2026 is the seventeenth."""
SAVES = {MENTEE: 20, 3: 99, 4: 22}
"""From which of them on its members save."""


def learning_days() -> Iterator[Happening]:
    """The offer and the two yes of July, the sessions, and the offer of November."""
    yield work_day(OFFERED), lambda office: _offered(office, MENTEE, "Buku kas dan angsuran tepat waktu")
    yield work_day(AGREED), _agree
    for place, (day, came, shown) in enumerate(SESSIONS):
        if place == MENDED:
            yield work_day(day), lambda office, came=came, shown=shown: _miscount(office, came, shown)  # type: ignore[misc]
        yield work_day(day), lambda office, came=came, shown=shown: _sit(office, came, shown)  # type: ignore[misc]
    for place, months in MEETS.items():
        yield work_day(month(16) + timedelta(days=22)), lambda office, place=place: _rules(office, place)  # type: ignore[misc]
        for number in months:
            day = work_day(month(number) + timedelta(days=11))
            yield day, lambda office, place=place, n=number: _meet(office, place, n)  # type: ignore[misc]
    yield work_day(DECLINED), _decline
    yield work_day(LATEST), lambda office: _offered(office, ASKED, "Menabung di setiap pertemuan")


def _group(office: Office, place: int) -> UUID:
    return office.groups[GROUPS[place][0]]


def _offer(office: Office, mentee: int, topics: str) -> UUID:
    between = {"mentor": _group(office, MENTOR), "mentee": _group(office, mentee)}
    return UUID(office.do("facilitator", offer_mentoring, topics=topics, **between)["pair"])


def _offered(office: Office, mentee: int, topics: str) -> None:
    _offer(office, mentee, topics)


def _pair(office: Office) -> UUID:
    return PeerPair.objects.get(book=office.book, mentee=_group(office, MENTEE)).pk


def _chair(place: int) -> str:
    return f"chair_{place}"


def _rules(office: Office, place: int) -> None:
    chair = office.members(GROUPS[place][0])[0]
    office.actors[_chair(place)] = actor_for_person(Person.objects.get(pk=chair.person))
    office.do(_chair(place), agree_on_rules, group=_group(office, place), starts_on=month(17), **RULES)


def _meet(office: Office, place: int, number: int) -> None:
    group, people = _group(office, place), office.members(GROUPS[place][0])
    saved = [Money(kind="savings", amount=5_000, person=row.person) for row in people] if number >= SAVES[place] else []
    sheet = Sheet(
        attendance=[Came(person=row.person, came="present") for row in people],
        money=saved,
        agenda=[Said(topic="savings" if saved else "loans", said="Tabungan bulan ini" if saved else "Angsuran")],
        counted=books_of(group).cash + 5_000 * len(saved),
        place="Balai RW",
    )
    office.do(_chair(place), hold_meeting, group=group, on=office.today, sheet=sheet)


def _agree(office: Office) -> None:
    for who, place in (("member", MENTOR), (_chair(MENTEE), MENTEE)):
        office.do(who, agree_to_mentoring, pair=_pair(office), group=_group(office, place))


def _decline(office: Office) -> None:
    pair = _offer(office, DECLINES, "Rapat dan tabungan")
    reason = "Anggota kami masih sibuk berdagang sampai akhir tahun"
    office.do(_chair(DECLINES), end_mentoring, pair=pair, reason=reason)


def _sit(office: Office, came: int, shown: str) -> None:
    office.do(_chair(MENTEE), record_peer_session, pair=_pair(office), held_on=office.today, came=came, shown=shown)


def _miscount(office: Office, came: int, shown: str) -> None:
    """Two too few are written down; whoever wrote it takes it back."""
    _sit(office, came - 2, shown)
    wrong = PeerSession.objects.filter(pair=_pair(office)).latest("number")
    reason = "Salah hitung: yang hadir lima orang, bukan tiga"
    office.do(_chair(MENTEE), take_back_session, session=wrong.pk, reason=reason)
