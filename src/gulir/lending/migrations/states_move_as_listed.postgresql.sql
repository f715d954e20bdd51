CREATE FUNCTION applications_move_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state || '>' || NEW.state NOT IN (
    'submitted>rejected', 'submitted>returned', 'submitted>verified', 'submitted>withdrawn',
    'verified>approved', 'verified>rejected', 'verified>returned', 'verified>withdrawn',
    'approved>disbursed', 'approved>withdrawn',
    'returned>submitted', 'returned>withdrawn') THEN
    RAISE EXCEPTION 'applications_move_as_listed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER applications_move_as_listed BEFORE UPDATE OF state ON lending_application
FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION applications_move_as_listed()
--;
CREATE FUNCTION an_application_begins_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an_application_begins_submitted' USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
CREATE TRIGGER an_application_begins_submitted BEFORE INSERT ON lending_application
FOR EACH ROW WHEN (NEW.state <> 'submitted') EXECUTE FUNCTION an_application_begins_submitted()
--;
CREATE FUNCTION loans_move_as_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state || '>' || NEW.state NOT IN (
    'active>rescheduled', 'active>settled', 'active>written_off',
    'settled>active') THEN
    RAISE EXCEPTION 'loans_move_as_listed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER loans_move_as_listed BEFORE UPDATE OF state ON lending_loan
FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION loans_move_as_listed()
--;
CREATE FUNCTION a_decided_application_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM lending_application WHERE id = COALESCE(NEW.application_id, OLD.application_id))
    IN ('approved', 'disbursed', 'rejected', 'withdrawn') THEN
    RAISE EXCEPTION 'a_decided_application_stays_as_it_is' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$
--;
CREATE TRIGGER a_decided_application_stays_as_it_is BEFORE INSERT OR UPDATE OR DELETE ON lending_applicationshare
FOR EACH ROW EXECUTE FUNCTION a_decided_application_stays_as_it_is()
