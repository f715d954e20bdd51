DROP TRIGGER terms_end_on_real_dates
--;
DROP TRIGGER terms_carry_real_dates
--;
DROP TRIGGER terms_are_only_shortened
--;
DROP TRIGGER one_coordinator_at_a_time
--;
DROP TRIGGER an_office_is_held_once_at_a_time
--;
DROP TRIGGER incompatible_offices_never_overlap
--;
