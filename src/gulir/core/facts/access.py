"""What happened to logins, rights, sealed data and copies of the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.facts import Fact

__all__ = [
    "BackupMade",
    "BackupRestored",
    "CheckRun",
    "CommandRefused",
    "InstallationBegun",
    "LoginChangeRefused",
    "LoginWitnessed",
    "NikRevealed",
    "PasswordAsked",
    "PasswordChanged",
    "TokenIssued",
    "TokenRevoked",
    "UserAdded",
    "UserBlocked",
]


@dataclass(frozen=True, kw_only=True)
class InstallationBegun(Fact):
    """The installation made its database."""

    PUBLIC = ("version",)
    version: str


@dataclass(frozen=True, kw_only=True)
class CommandRefused(Fact):
    """A command was refused and changed nothing; never public, so that trying does not accuse anyone."""

    code: str
    command: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class UserAdded(Fact):
    """A person received a login; identified by `nik`, `sworn` (a second person saw the statement) or `founder`."""

    PUBLIC = ("identified_by",)
    user_id: str
    person_id: str
    login: str
    identified_by: str
    witness_id: str = ""


@dataclass(frozen=True, kw_only=True)
class LoginWitnessed(Fact):
    """The second person said themselves that they saw the sworn statement; the login opened."""

    user_id: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class LoginChangeRefused(Fact):
    """What was asked for a login, an identity sworn or a new password, was refused or taken back, with a reason."""

    user_id: str
    change: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class UserBlocked(Fact):
    """A login was shut."""

    user_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PasswordAsked(Fact):
    """A new password was asked for someone in office; it counts when a second person confirms it."""

    user_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """A password was changed or set anew; `asked_by_id` when one person asked and another confirmed."""

    user_id: str
    asked_by_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Fact):
    """A key for machines was given out, with what it may do."""

    PUBLIC = ("scopes",)
    user_id: str
    scopes: tuple[str, ...]
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    """A key for machines was taken back."""

    user_id: str


@dataclass(frozen=True, kw_only=True)
class NikRevealed(Fact):
    """Someone opened a sealed identity number; how often this happens is public, whose number it was is not."""

    PUBLIC = ("purpose",)
    purpose: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class BackupMade(Fact):
    """A copy of everything was made, sealed, with its digest."""

    PUBLIC = ("sha256", "facts")
    sha256: str
    facts: int


@dataclass(frozen=True, kw_only=True)
class BackupRestored(Fact):
    """The books were brought back from a copy; everyone may know it."""

    PUBLIC = ("sha256", "facts")
    sha256: str
    facts: int


@dataclass(frozen=True, kw_only=True)
class CheckRun(Fact):
    """Everything was derived again and compared."""

    PUBLIC = ("findings",)
    findings: int
