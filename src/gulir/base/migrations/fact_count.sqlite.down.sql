DROP TRIGGER facts_count_themselves
--;
DROP TRIGGER facts_never_go_back_in_time
--;
DROP TRIGGER facts_are_numbered_without_gaps
--;
