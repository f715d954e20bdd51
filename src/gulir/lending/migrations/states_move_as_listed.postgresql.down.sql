DROP TRIGGER a_decided_application_stays_as_it_is ON lending_applicationshare
--;
DROP FUNCTION a_decided_application_stays_as_it_is()
--;
DROP TRIGGER loans_move_as_listed ON lending_loan
--;
DROP FUNCTION loans_move_as_listed()
--;
DROP TRIGGER an_application_begins_submitted ON lending_application
--;
DROP FUNCTION an_application_begins_submitted()
--;
DROP TRIGGER applications_move_as_listed ON lending_application
--;
DROP FUNCTION applications_move_as_listed()
