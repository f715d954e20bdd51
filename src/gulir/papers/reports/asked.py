"""What was asked for: one value that every report reads, and the heading it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.policy import Standing
from gulir.base.reference import account_called, rule_texts
from gulir.core.roles import Ledger
from gulir.core.rules import Rules
from gulir.papers.values import Heading
from gulir.papers.words import Words, letterhead

__all__ = ["Asked"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A report of one board: its name, its days, its language, and who asks."""

    name: str
    book: UUID
    board: str
    place: str
    as_of: date
    from_: date
    words: Words
    ledger: Ledger
    account: str
    loan: str
    standing: Standing

    def heading(self, *, period: bool = False) -> Heading:
        """What stands on top; `period` says "from … to …" instead of "as of …"."""
        words = self.words
        when = (
            words("period", **{"from": words.day(self.from_), "as_of": words.day(self.as_of)})
            if period
            else words("as_of", as_of=words.day(self.as_of))
        )
        return Heading(
            board=self.board,
            unit=letterhead(words, self.ledger, self.place),
            place=self.place,
            title=words.title(self.name),
            period=when,
            language=words.language,
        )

    def account_called(self, code: str, name: str) -> str:
        """The name of an account of the ledger asked for, in the language of the report."""
        return account_called(self.ledger, code, name, self.words.language)

    def as_named(self, rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The note below a report in which accounts (code and name) are called otherwise than in the books."""
        return (self.words("account_names"),) if any(self.account_called(*row) != row[1] for row in rows) else ()

    def rules_used(self, rules: Rules) -> str:
        """Which rules a figure rests on, by their names, with the decision that set a value of the board's own."""
        names = rule_texts()
        said = []
        for key, used in sorted(rules.asked.items(), key=lambda pair: (pair[1].code, pair[0])):
            decided = f", {used.decision}" if used.decision else ""
            value = f" {used.value}" if used.value[:1].isdigit() else ""
            said.append(f"{names[key].name.to(self.words.language)}{value} ({used.code}{decided})")
        return self.words("rule_versions", rules="; ".join(said))

    @property
    def signs(self) -> tuple[str, ...]:
        """The three signature blocks of the programme."""
        return (self.words("made_by"), self.words("checked_by"), self.words("approved_by"))
