DROP TRIGGER facts_are_numbered_without_gaps ON base_fact
--;
DROP FUNCTION facts_are_numbered_without_gaps()
--;
