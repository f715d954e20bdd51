"""Who is kin of whom, as people declare it: nobody decides about their own (domain 1.3)."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.community.models import Kinship
from gulir.community.models.offices import RELATIONS
from gulir.community.policy import KEEPS_PEOPLE
from gulir.community.queries import person_of, relatives
from gulir.community.services.offices import MIRRORED
from gulir.core.facts.community import KinshipDeclared
from gulir.core.problems.community import KinshipKnown, RelationUnclear

__all__ = ["declare_kin"]


@command("community.declare_kin", may=KEEPS_PEOPLE)
def declare_kin(act: Act, *, person: UUID, other: UUID, relation: str) -> Result:
    """One person of this board is the spouse, parent, child or sibling (`relation`) of another. Answers `kinship`.

    It is kept once, whoever of the two declared it. Refused: another word or oneself (`RelationUnclear`), what is known
    already (`KinshipKnown`), `NotFound`.
    """
    who, of = person_of(act.book.pk, person), person_of(act.book.pk, other)
    if relation not in RELATIONS or who.pk == of.pk:
        raise RelationUnclear(relation=relation[:20])
    if of.pk in relatives(act.book.pk, who.pk):
        raise KinshipKnown(name=who.name, other=of.name)
    first = who.pk.hex < of.pk.hex

    row = Kinship.objects.create(
        book=act.book,
        one=who if first else of,
        other=of if first else who,
        relation=relation if first else MIRRORED[relation],
        declared_on=act.today,
    )

    act.tell(KinshipDeclared(on=act.today, person_id=str(who.pk), other_id=str(of.pk), relation=relation))
    return {"kinship": row.pk}
