CREATE TRIGGER applications_move_as_listed BEFORE UPDATE OF state ON lending_application
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
  'submitted>rejected', 'submitted>returned', 'submitted>verified', 'submitted>withdrawn',
  'verified>approved', 'verified>rejected', 'verified>returned', 'verified>withdrawn',
  'approved>disbursed', 'approved>withdrawn',
  'returned>submitted', 'returned>withdrawn')
BEGIN SELECT RAISE(ABORT, 'applications_move_as_listed'); END
--;
CREATE TRIGGER an_application_begins_submitted BEFORE INSERT ON lending_application WHEN NEW.state <> 'submitted'
BEGIN SELECT RAISE(ABORT, 'an_application_begins_submitted'); END
--;
CREATE TRIGGER loans_move_as_listed BEFORE UPDATE OF state ON lending_loan
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
  'active>rescheduled', 'active>settled', 'active>written_off',
  'settled>active')
BEGIN SELECT RAISE(ABORT, 'loans_move_as_listed'); END
--;
CREATE TRIGGER a_decided_application_stays_as_it_is BEFORE UPDATE ON lending_applicationshare
WHEN (SELECT state FROM lending_application WHERE id = NEW.application_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_application_stays_as_it_is'); END
--;
CREATE TRIGGER a_decided_application_loses_no_share BEFORE DELETE ON lending_applicationshare
WHEN (SELECT state FROM lending_application WHERE id = OLD.application_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_application_loses_no_share'); END
--;
CREATE TRIGGER a_decided_application_gets_no_share BEFORE INSERT ON lending_applicationshare
WHEN (SELECT state FROM lending_application WHERE id = NEW.application_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_application_gets_no_share'); END
