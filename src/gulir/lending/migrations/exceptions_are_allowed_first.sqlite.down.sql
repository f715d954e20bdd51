DROP TRIGGER a_decided_application_gets_no_survey
--;
DROP TRIGGER a_decided_survey_is_not_taken_away
--;
DROP TRIGGER a_decided_survey_stays_as_it_is
--;
DROP TRIGGER no_exception_is_open_when_decided
