DROP TRIGGER a_decided_application_gets_no_share
--;
DROP TRIGGER a_decided_application_loses_no_share
--;
DROP TRIGGER a_decided_application_stays_as_it_is
--;
DROP TRIGGER loans_move_as_listed
--;
DROP TRIGGER an_application_begins_submitted
--;
DROP TRIGGER applications_move_as_listed
