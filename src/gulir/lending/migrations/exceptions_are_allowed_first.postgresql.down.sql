DROP TRIGGER a_decided_survey_stays_as_it_is ON lending_survey
--;
DROP FUNCTION a_decided_survey_stays_as_it_is()
--;
DROP TRIGGER no_exception_is_open_when_decided ON lending_application
--;
DROP FUNCTION no_exception_is_open_when_decided()
