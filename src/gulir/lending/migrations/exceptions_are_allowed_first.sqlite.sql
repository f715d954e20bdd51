CREATE TRIGGER no_exception_is_open_when_decided BEFORE UPDATE OF state ON lending_application
WHEN OLD.state <> NEW.state AND NEW.state IN ('approved', 'disbursed') AND EXISTS (
  SELECT 1 FROM lending_survey s JOIN lending_applicationshare a ON a.id = s.share_id
  WHERE a.application_id = NEW.id AND s.monthly > s.ceiling AND s.allowed_by_id IS NULL)
BEGIN SELECT RAISE(ABORT, 'no_exception_is_open_when_decided'); END
--;
CREATE TRIGGER a_decided_survey_stays_as_it_is BEFORE UPDATE ON lending_survey
WHEN (
  SELECT p.state FROM lending_applicationshare a JOIN lending_application p ON p.id = a.application_id
  WHERE a.id = OLD.share_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_survey_stays_as_it_is'); END
--;
CREATE TRIGGER a_decided_survey_is_not_taken_away BEFORE DELETE ON lending_survey
WHEN (
  SELECT p.state FROM lending_applicationshare a JOIN lending_application p ON p.id = a.application_id
  WHERE a.id = OLD.share_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_survey_is_not_taken_away'); END
--;
CREATE TRIGGER a_decided_application_gets_no_survey BEFORE INSERT ON lending_survey
WHEN (
  SELECT p.state FROM lending_applicationshare a JOIN lending_application p ON p.id = a.application_id
  WHERE a.id = NEW.share_id) IN ('approved', 'disbursed', 'rejected', 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a_decided_application_gets_no_survey'); END
