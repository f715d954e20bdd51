CREATE FUNCTION loans_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines bigint; principal_due numeric; jasa_due numeric;
BEGIN
  IF (SELECT COALESCE(SUM(principal), 0) FROM lending_share WHERE loan_id = NEW.id AND live) <> NEW.principal THEN
    RAISE EXCEPTION 'the_shares_of_a_loan_are_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT COUNT(*), COALESCE(SUM(principal), 0), COALESCE(SUM(jasa), 0) INTO lines, principal_due, jasa_due
  FROM lending_instalment WHERE loan_id = NEW.id;
  IF principal_due <> NEW.principal OR jasa_due <> NEW.jasa OR lines <> NEW.instalments THEN
    RAISE EXCEPTION 'the_schedule_of_a_loan_is_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> 'active' OR NEW.principal_paid <> 0 OR NEW.jasa_paid <> 0 OR NEW.jasa_waived <> 0 THEN
    RAISE EXCEPTION 'a_loan_begins_unpaid' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (SELECT book_id FROM community_group WHERE id = NEW.group_id) <> NEW.book_id
    OR (SELECT book_id FROM lending_application WHERE id = NEW.application_id) <> NEW.book_id THEN
    RAISE EXCEPTION 'a_loan_lies_in_the_book_of_its_group' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER loans_are_whole BEFORE INSERT ON lending_loan FOR EACH ROW EXECUTE FUNCTION loans_are_whole()
--;
CREATE FUNCTION a_schedule_takes_no_later_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id) THEN
    RAISE EXCEPTION 'a_schedule_takes_no_later_line' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_schedule_takes_no_later_line BEFORE INSERT ON lending_instalment
FOR EACH ROW EXECUTE FUNCTION a_schedule_takes_no_later_line()
--;
CREATE FUNCTION shares_come_out_of_the_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id) THEN RETURN NEW; END IF;
  IF NOT NEW.live OR NEW.person_id IS NULL OR NEW.principal > COALESCE(
    (SELECT principal FROM lending_share WHERE loan_id = NEW.loan_id AND live AND person_id IS NULL), 0) THEN
    RAISE EXCEPTION 'shares_never_exceed_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE lending_share SET principal = principal - NEW.principal, live = principal > NEW.principal
  WHERE loan_id = NEW.loan_id AND person_id IS NULL;
  RETURN NEW;
END $$
--;
CREATE TRIGGER shares_come_out_of_the_loan BEFORE INSERT ON lending_share
FOR EACH ROW EXECUTE FUNCTION shares_come_out_of_the_loan()
--;
CREATE FUNCTION a_withdrawn_name_gives_its_share_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.live OR NOT EXISTS (
    SELECT 1 FROM lending_share WHERE loan_id = NEW.loan_id AND person_id IS NULL) THEN
    RAISE EXCEPTION 'only_named_shares_are_withdrawn' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE lending_share SET principal = principal + NEW.principal, live = true
  WHERE loan_id = NEW.loan_id AND person_id IS NULL;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_withdrawn_name_gives_its_share_back BEFORE UPDATE OF live ON lending_share
FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND OLD.live <> NEW.live)
EXECUTE FUNCTION a_withdrawn_name_gives_its_share_back()
--;
CREATE FUNCTION only_named_shares_are_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'only_named_shares_are_withdrawn' USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
CREATE TRIGGER only_named_shares_are_withdrawn BEFORE UPDATE ON lending_share
FOR EACH ROW WHEN (NEW.person_id IS NULL AND NEW.live <> (NEW.principal > 0))
EXECUTE FUNCTION only_named_shares_are_withdrawn()
--;
CREATE FUNCTION shares_always_add_up_to_the_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'shares_always_add_up_to_the_loan' USING ERRCODE = 'integrity_constraint_violation'; END $$
--;
CREATE TRIGGER shares_always_add_up_to_the_loan BEFORE UPDATE OF principal ON lending_share
FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND OLD.principal IS DISTINCT FROM NEW.principal)
EXECUTE FUNCTION shares_always_add_up_to_the_loan()
