CREATE FUNCTION a_mentoring_is_of_two_ksm_of_its_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (
      SELECT count(*) FROM community_group
      WHERE id IN (NEW.mentor_id, NEW.mentee_id) AND book_id = NEW.book_id) <> 2 THEN
    RAISE EXCEPTION 'a_mentoring_is_of_two_ksm_of_its_board' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_mentoring_is_of_two_ksm_of_its_board BEFORE INSERT ON mentoring_peerpair
FOR EACH ROW EXECUTE FUNCTION a_mentoring_is_of_two_ksm_of_its_board()
--;
CREATE FUNCTION only_the_two_ksm_agree_to_a_mentoring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM mentoring_peerpair WHERE id = NEW.pair_id AND NEW.group_id IN (mentor_id, mentee_id)) THEN
    RAISE EXCEPTION 'only_the_two_ksm_agree_to_a_mentoring' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER only_the_two_ksm_agree_to_a_mentoring BEFORE INSERT ON mentoring_peeragreement
FOR EACH ROW EXECUTE FUNCTION only_the_two_ksm_agree_to_a_mentoring()
--;
CREATE FUNCTION an_ended_mentoring_is_not_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM mentoring_peerend WHERE pair_id = NEW.pair_id) THEN
    RAISE EXCEPTION 'an_ended_mentoring_is_not_agreed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER an_ended_mentoring_is_not_agreed BEFORE INSERT ON mentoring_peeragreement
FOR EACH ROW EXECUTE FUNCTION an_ended_mentoring_is_not_agreed()
--;
CREATE FUNCTION a_ksm_has_one_mentor_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id)
    AND EXISTS (
      SELECT 1 FROM mentoring_peerpair mine
      JOIN mentoring_peerpair other ON other.mentee_id = mine.mentee_id AND other.id <> mine.id
      LEFT JOIN mentoring_peerend ended ON ended.pair_id = other.id
      WHERE mine.id = NEW.pair_id AND ended.id IS NULL
      AND (SELECT count(*) FROM mentoring_peeragreement WHERE pair_id = other.id) = 2) THEN
    RAISE EXCEPTION 'a_ksm_has_one_mentor_at_a_time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_ksm_has_one_mentor_at_a_time BEFORE INSERT ON mentoring_peeragreement
FOR EACH ROW EXECUTE FUNCTION a_ksm_has_one_mentor_at_a_time()
--;
CREATE FUNCTION a_peer_session_is_of_a_running_mentoring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM mentoring_peerend WHERE pair_id = NEW.pair_id)
    OR (SELECT count(*) FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id) <> 2
    OR NEW.held_on < (SELECT max(agreed_on) FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id) THEN
    RAISE EXCEPTION 'a_peer_session_is_of_a_running_mentoring' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_peer_session_is_of_a_running_mentoring BEFORE INSERT ON mentoring_peersession
FOR EACH ROW EXECUTE FUNCTION a_peer_session_is_of_a_running_mentoring()
--;
CREATE FUNCTION peer_sessions_count_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + coalesce((
      SELECT max(number) FROM mentoring_peersession WHERE pair_id = NEW.pair_id), 0) THEN
    RAISE EXCEPTION 'peer_sessions_count_on' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER peer_sessions_count_on BEFORE INSERT ON mentoring_peersession
FOR EACH ROW EXECUTE FUNCTION peer_sessions_count_on()
