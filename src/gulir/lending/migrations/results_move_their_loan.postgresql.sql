CREATE FUNCTION a_result_is_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM lending_loan l WHERE l.id = NEW.loan_id AND l.book_id = NEW.book_id
    AND (l.state = 'active' OR l.state = 'settled' AND NEW.takes_back_id IS NULL AND NEW.loss_id IS NOT NULL)
    AND l.reported IS NOT NULL AND NEW.no = CASE WHEN NEW.takes_back_id IS NULL THEN l.reported + 1 ELSE l.reported END
    AND NEW.no BETWEEN 1 AND l.instalments) THEN
    RAISE EXCEPTION 'results_are_reported_in_order' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.takes_back_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_result o WHERE o.id = NEW.takes_back_id AND o.takes_back_id IS NULL AND o.loan_id = NEW.loan_id
    AND o.no = NEW.no AND o.result = -NEW.result AND o.share = -NEW.share AND o.borne = -NEW.borne) THEN
    RAISE EXCEPTION 'a_result_taken_back_is_mirrored' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.loss_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM lending_repayment r
    WHERE r.id = NEW.loss_id AND r.loan_id = NEW.loan_id AND r.method = 'loss' AND r.borne = NEW.borne) THEN
    RAISE EXCEPTION 'a_borne_loss_is_the_one_that_lowers_the_loan' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_result_is_right BEFORE INSERT ON lending_result FOR EACH ROW EXECUTE FUNCTION a_result_is_right()
--;
CREATE FUNCTION a_result_moves_its_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE lending_instalment SET jasa = jasa + CASE WHEN no = NEW.no THEN NEW.share ELSE 0 END,
    cum_jasa = cum_jasa + NEW.share
  WHERE loan_id = NEW.loan_id AND no >= NEW.no AND NEW.share <> 0;
  UPDATE lending_loan SET jasa = jasa + NEW.share,
    reported = reported + CASE WHEN NEW.takes_back_id IS NULL THEN 1 ELSE -1 END
  WHERE id = NEW.loan_id;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_result_moves_its_loan AFTER INSERT ON lending_result
FOR EACH ROW EXECUTE FUNCTION a_result_moves_its_loan()
--;
CREATE FUNCTION jasa_of_a_shared_result_is_what_was_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reported IS NULL OR OLD.reported IS NULL
    OR NEW.jasa <> (SELECT COALESCE(SUM(share), 0) FROM lending_result WHERE loan_id = NEW.id)
    OR NEW.reported <> (
      SELECT COALESCE(SUM(CASE WHEN takes_back_id IS NULL THEN 1 ELSE -1 END), 0) FROM lending_result
      WHERE loan_id = NEW.id) THEN
    RAISE EXCEPTION 'jasa_of_a_shared_result_is_what_was_reported' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER jasa_of_a_shared_result_is_what_was_reported BEFORE UPDATE OF jasa, reported ON lending_loan
FOR EACH ROW WHEN (OLD.jasa <> NEW.jasa OR OLD.reported IS DISTINCT FROM NEW.reported)
EXECUTE FUNCTION jasa_of_a_shared_result_is_what_was_reported()
--;
CREATE FUNCTION a_line_asks_the_share_that_was_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT reported FROM lending_loan WHERE id = NEW.loan_id) IS NULL
    OR NEW.jasa <> (SELECT COALESCE(SUM(share), 0) FROM lending_result WHERE loan_id = NEW.loan_id AND no = NEW.no)
    OR NEW.cum_jasa <> (
      SELECT COALESCE(SUM(share), 0) FROM lending_result WHERE loan_id = NEW.loan_id AND no <= NEW.no) THEN
    RAISE EXCEPTION 'a_line_asks_the_share_that_was_reported' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_line_asks_the_share_that_was_reported BEFORE UPDATE OF jasa, cum_jasa ON lending_instalment
FOR EACH ROW EXECUTE FUNCTION a_line_asks_the_share_that_was_reported()
--;
CREATE FUNCTION a_shared_result_is_not_known_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reported <> 0 OR NEW.reported IS NOT NULL AND NEW.jasa <> 0
    OR (NEW.reported IS NULL) <> (NEW.method NOT IN ('mudharabah', 'musyarakah')) THEN
    RAISE EXCEPTION 'a_shared_result_is_not_known_beforehand' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_shared_result_is_not_known_beforehand BEFORE INSERT ON lending_loan
FOR EACH ROW EXECUTE FUNCTION a_shared_result_is_not_known_beforehand()
