DROP TRIGGER terms_are_only_shortened ON community_officeterm
--;
DROP FUNCTION terms_are_only_shortened()
--;
ALTER TABLE community_officeterm DROP CONSTRAINT one_coordinator_at_a_time
--;
ALTER TABLE community_officeterm DROP CONSTRAINT an_office_is_held_once_at_a_time
--;
DROP TRIGGER a_term_takes_its_sides ON community_officeterm
--;
DROP FUNCTION a_term_takes_its_sides()
--;
DROP TABLE community_officeside
--;
DROP FUNCTION sides_follow_their_terms()
--;
