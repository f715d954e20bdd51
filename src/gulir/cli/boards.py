"""Boards and the people who work at them: `gulir board add|live|roles`, `gulir user add|token`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gulir.cli import door
from gulir.cli.door import As, Board, Json, day_of
from gulir.cli.words import answer, finding_lines, finding_rows, table, text

if TYPE_CHECKING:
    from gulir.base.models import Actor
    from gulir.intake.kind import Outcome

__all__ = ["add"]

Code = Annotated[str, typer.Argument(metavar="CODE", help=text("kode BKM", "code of the board"))]
On = Annotated[
    date, typer.Option("--on", parser=day_of, metavar="DATE", help=text("hari buka yang pertama", "the first open day"))
]
OpensOn = Annotated[
    date | None,
    typer.Option(
        "--opens-on", parser=day_of, metavar="DATE",
        help=text("hari pertama buku; hari ini bila tidak disebut", "the first day of the books; today when not given"),
    ),
]  # fmt: skip
From = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=day_of,
        metavar="DATE",
        help=text("mulai menjabat; hari ini bila tidak disebut", "term begins; today when not given"),
    ),
]
To = Annotated[
    date | None,
    typer.Option("--to", parser=day_of, metavar="DATE", help=text("hari terakhir menjabat", "last day of the term")),
]
CHART_HELP = text(
    "programme (bagan program) atau berkas CSV/XLSX", "programme (the programme's own) or a CSV/XLSX file"
)


def add(app: typer.Typer) -> None:
    """Add both groups to the program."""
    board = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    board.command("add", help=text("BKM baru dengan bagan akunnya.", "A new board with its charts of accounts."))(
        board_add
    )
    board.command(
        "live",
        help=text(
            "Mengakhiri pemuatan riwayat dan membuka hari itu.", "Ends the loading of history and opens that day."
        ),
    )(board_live)
    board.command(
        "roles",
        help=text(
            "Akun mana memegang peran apa; --set menetapkannya.", "Which account plays which role; --set says so."
        ),
    )(board_roles)
    board.command("list", help=text("Semua BKM di sini.", "All boards here."))(board_list)
    app.add_typer(
        board,
        name="board",
        help=text("BKM: tambah, mulai berjalan, peran akun.", "Boards: add, go live, roles of accounts."),
    )
    user = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    user.command(
        "add",
        help=text("Orang, nama masuk, dan jabatan dengan masanya.", "A person, a login, an office with its term."),
    )(user_add)
    user.command(
        "token",
        help=text(
            "Kunci untuk skrip (GULIR_TOKEN); sandinya ditanyakan.",
            "A key for scripts (GULIR_TOKEN); the password is asked.",
        ),
    )(user_token)
    app.add_typer(
        user, name="user", help=text("Orang yang bekerja dan nama masuknya.", "People who work and their logins.")
    )


# ---------------------------------------------------------------- boards


def board_add(
    code: Code,
    name: Annotated[str, typer.Option("--name", help=text("nama BKM", "name of the board"))],
    area: Annotated[str, typer.Option("--area", metavar="CODE", help=text("kode wilayah", "code of the area"))] = "",
    chart: Annotated[str, typer.Option("--chart", metavar="programme|FILE", help=CHART_HELP)] = "programme",
    opens_on: OpensOn = None,
    zone: Annotated[str, typer.Option("--zone", help="WIB, WITA, WIT")] = "WIB",
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """Found the board, then give it its chart. A bad chart file founds nothing."""
    door.start()
    from django.db import transaction

    from gulir.community.queries import installation_book
    from gulir.community.services import found_board

    content = b"" if chart == "programme" else door.contents(chart)
    actor, at = door.actor(acting), door.now()
    with transaction.atomic():
        made = found_board(
            book=installation_book().pk, key=door.key(), actor=actor, at=at, code=code, name=name,
            opened_on=opens_on or at.date(), area=area or None, zone=zone,
            chart="programme" if chart == "programme" else "own",
        )  # fmt: skip
        outcome = _give_chart(made["code"], chart, content, actor)
        if outcome is not None and outcome.errors:
            transaction.set_rollback(True)
    accounts = outcome.counts if outcome else {}
    done = {
        **made,
        "opens_on": opens_on or at.date(),
        "accounts": accounts,
        "findings": finding_rows(outcome.findings if outcome else ()),
    }
    if outcome is not None and outcome.errors:
        answer({"findings": done["findings"]}, finding_lines(outcome.findings), json_wanted=json_wanted)
        raise typer.Exit(1)
    lines = [
        text(
            f"BKM {code} ({name}) dibuat; buku mulai {done['opens_on']}.",
            f"Board {code} ({name}) added; its books begin {done['opens_on']}.",
        ),
        *finding_lines(outcome.findings if outcome else ()),
    ]
    answer(done, lines, json_wanted=json_wanted)


def _give_chart(code: str, chart: str, content: bytes, actor: Actor) -> Outcome | None:
    """The programme's chart, or the board's own from a file."""
    from gulir.intake.services import import_file
    from gulir.ledger.services import use_programme_chart

    book = door.book(code)
    if chart == "programme":
        use_programme_chart(book=book.pk, key=door.key(), actor=actor, at=door.now())
        return None
    return import_file(
        kind="chart", name=chart, content=content, book=book.pk, actor=actor, at=door.now(), key=door.key()
    )


def board_live(code: Code, on: On, acting: As = "", json_wanted: Json = False) -> None:
    """End loading: at once for the founding actor, else as a draft that a second person approves."""
    door.start()
    from gulir.ledger.services import approve_draft, go_live

    book, actor = door.book(code), door.actor(acting)
    waiting = _waiting_live(book.pk, on)
    if waiting is not None and waiting.made_by.person != actor.person:
        done = approve_draft(
            book=book.pk, key=door.key(), actor=actor, at=door.now(), draft=waiting.pk, digest=waiting.digest
        )
    else:
        done = go_live(book=book.pk, key=door.key(), actor=actor, at=door.now(), on=on)
    if done.get("open_day"):
        words = text(
            f"BKM {code} berjalan; hari buka {done['open_day']}.",
            f"Board {code} is live; the open day is {done['open_day']}.",
        )
    else:
        words = text(
            "Menunggu orang kedua: jalankan perintah yang sama dengan --as orang lain.",
            "Waiting for the second person: run the same command with --as somebody else.",
        )
    answer(done, [words], json_wanted=json_wanted)


def _waiting_live(book: Any, on: date) -> Any:
    """The draft that somebody else left for this very day, if any."""
    from gulir.ledger.models import Draft

    drafts = Draft.objects.filter(book_id=book, kind="live", state="waiting").select_related("made_by")
    return next((draft for draft in drafts.order_by("-made_at") if draft.body.get("on") == on.isoformat()), None)


def board_roles(
    code: Code,
    file: Annotated[
        str, typer.Option("--set", metavar="FILE", help=text("berkas kode dan peran", "file of codes and roles"))
    ] = "",
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """Set roles from a file, then show which account plays which role, and which roles nobody plays."""
    door.start()
    from gulir.core.accounts import missing_roles
    from gulir.ledger.models import Account

    book = door.book(code)
    outcome = _set_roles(book.pk, file, acting) if file else None
    if outcome is not None and outcome.errors:
        answer({"findings": finding_rows(outcome.findings)}, finding_lines(outcome.findings), json_wanted=json_wanted)
        raise typer.Exit(1)
    accounts = Account.objects.filter(book=book).exclude(role="").order_by("ledger", "code")
    rows = [{"book": a.ledger, "code": a.code, "name": a.name, "role": a.role, "contra": a.contra} for a in accounts]
    missing = missing_roles([a.as_core() for a in accounts])
    findings = [*(outcome.findings if outcome else ()), *missing]
    lines = table(
        (text("buku", "book"), text("kode", "code"), text("nama", "name"), text("peran", "role")),
        [(r["book"], r["code"], r["name"], r["role"]) for r in rows],
    )
    answer(
        {"roles": rows, "findings": finding_rows(findings)}, [*lines, *finding_lines(findings)], json_wanted=json_wanted
    )


def _set_roles(book: Any, file: str, acting: str) -> Outcome:
    from gulir.intake.services import import_file

    return import_file(
        kind="roles",
        name=file,
        content=door.contents(file),
        book=book,
        actor=door.actor(acting),
        at=door.now(),
        key=door.key(),
    )


def board_list(json_wanted: Json = False) -> None:
    """Every board with where its books stand."""
    door.start()
    from gulir.community.queries import boards
    from gulir.ledger.models import BookState

    states = {state.book_id: state for state in BookState.objects.all()}
    rows = []
    for board in boards():
        state = states.get(board.book_id)
        rows.append({
            "code": board.code, "name": board.name, "area": board.area.code if board.area else None,
            "opens_on": state.opens_on if state else board.opened_on, "live_on": state.live_on if state else None,
            "open_day": state.open_day if state else None,
        })  # fmt: skip
    headings = ("code", text("nama", "name"), text("buku sejak", "books since"), text("hari buka", "open day"))
    lines = table(
        headings, [(r["code"], r["name"], r["opens_on"], r["open_day"] or text("memuat", "loading")) for r in rows]
    )
    answer({"boards": rows}, lines, json_wanted=json_wanted)


# ---------------------------------------------------------------- users


def user_add(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=text("nama masuk", "login name"))],
    name: Annotated[str, typer.Option("--name", help=text("nama lengkap", "full name"))],
    office: Annotated[str, typer.Option("--office", help=text("jabatan, misalnya cashier", "office, e.g. cashier"))],
    board: Board,
    starts_on: From = None,
    ends_on: To = None,
    sex: Annotated[str, typer.Option("--sex", help="P, L")] = "P",
    nik: Annotated[str, typer.Option("--nik", help=text("NIK, bila ada", "identity number, if known"))] = "",
    sworn_before: Annotated[
        str,
        typer.Option(
            "--sworn-before",
            metavar="LOGIN",
            help=text("saksi pernyataan, bila tanpa NIK", "who saw the sworn statement, without a NIK"),
        ),
    ] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help=text("sandi dari masukan baku", "password from standard input"))
    ] = False,
    acting: As = "",
    json_wanted: Json = False,
) -> None:
    """Register the person (unless the board knows them by NIK), give the login, let them take the office."""
    door.start()
    from django.db import transaction

    from gulir.community.models import User
    from gulir.community.passwords import Password
    from gulir.community.services import add_login, register_person, take_office

    book, actor = door.book(board), door.actor(acting)
    user = User.objects.filter(username=login.strip().lower()).select_related("person").first()
    password = "" if user else door.new_password(login)
    common: dict[str, Any] = {"book": book.pk, "actor": actor}
    witness = _person_of(sworn_before) if sworn_before else None
    with transaction.atomic():
        if user is None:
            person = register_person(**common, key=door.key(), at=door.now(), name=name, sex=sex, nik=nik)["person"]
            add_login(
                **common,
                key=door.key(),
                at=door.now(),
                person=person,
                username=login,
                password=Password(password),
                sworn_before=witness,
            )
        else:
            person = user.person_id
        begins = starts_on or door.now().date()
        term = take_office(
            **common, key=door.key(), at=door.now(), person=person, office=office, starts_on=begins,
            ends_before=ends_on + timedelta(days=1) if ends_on else None,
        )  # fmt: skip
    done = {"login": login, "person": person, "office": office, "from": begins, "to": ends_on, "term": term["term"]}
    words = text(f"{name} ({login}) menjabat {office} sejak {begins}.", f"{name} ({login}) is {office} from {begins}.")
    lines = [words]
    if witness is not None and user is None:
        lines.append(
            text(
                f"{login} terbuka sesudah {sworn_before} membenarkannya di halaman Akses masuk.",
                f"{login} opens when {sworn_before} confirms it on the page Logins.",
            )
        )
    answer(done, lines, json_wanted=json_wanted)


def _person_of(login: str) -> Any:
    from gulir.community.queries import actor_for_login

    return actor_for_login(login).person


def user_token(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=text("nama masuk", "login name"))],
    board: Board,
    days: Annotated[
        int, typer.Option("--days", min=1, max=366, help=text("berlaku berapa hari", "valid for how many days"))
    ] = 30,
    json_wanted: Json = False,
) -> None:
    """Issue a key that lets scripts act as this login until it expires or the password changes."""
    door.start()
    from gulir.care.tokens import issue_token, seal_token
    from gulir.community.models import User

    actor = door.actor(login)
    ends = door.now().date() + timedelta(days=days)
    user = User.objects.get(username=login.strip().lower())
    issue_token(book=door.book(board).pk, key=door.key(), actor=actor, at=door.now(), user=user.pk, expires_on=ends)
    answer({"login": login, "token": seal_token(user, ends), "expires_on": ends}, json_wanted=json_wanted)
