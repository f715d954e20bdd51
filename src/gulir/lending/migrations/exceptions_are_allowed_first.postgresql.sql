CREATE FUNCTION no_exception_is_open_when_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NEW.state IN ('approved', 'disbursed') AND EXISTS (
    SELECT 1 FROM lending_survey s JOIN lending_applicationshare a ON a.id = s.share_id
    WHERE a.application_id = NEW.id AND s.monthly > s.ceiling AND s.allowed_by_id IS NULL) THEN
    RAISE EXCEPTION 'no_exception_is_open_when_decided' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER no_exception_is_open_when_decided BEFORE UPDATE OF state ON lending_application
FOR EACH ROW EXECUTE FUNCTION no_exception_is_open_when_decided()
--;
CREATE FUNCTION a_decided_survey_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  share bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN share := NEW.share_id; ELSE share := OLD.share_id; END IF;
  IF (SELECT p.state FROM lending_applicationshare a JOIN lending_application p ON p.id = a.application_id
    WHERE a.id = share) IN ('approved', 'disbursed', 'rejected', 'withdrawn') THEN
    RAISE EXCEPTION 'a_decided_survey_stays_as_it_is' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_decided_survey_stays_as_it_is BEFORE INSERT OR UPDATE OR DELETE ON lending_survey
FOR EACH ROW EXECUTE FUNCTION a_decided_survey_stays_as_it_is()
