CREATE TRIGGER a_mentoring_is_of_two_ksm_of_its_board BEFORE INSERT ON mentoring_peerpair
WHEN (
    SELECT count(*) FROM community_group
    WHERE id IN (NEW.mentor_id, NEW.mentee_id) AND book_id = NEW.book_id) <> 2
BEGIN SELECT RAISE(ABORT, 'a_mentoring_is_of_two_ksm_of_its_board'); END
--;
CREATE TRIGGER only_the_two_ksm_agree_to_a_mentoring BEFORE INSERT ON mentoring_peeragreement
WHEN NOT EXISTS (
    SELECT 1 FROM mentoring_peerpair WHERE id = NEW.pair_id AND NEW.group_id IN (mentor_id, mentee_id))
BEGIN SELECT RAISE(ABORT, 'only_the_two_ksm_agree_to_a_mentoring'); END
--;
CREATE TRIGGER an_ended_mentoring_is_not_agreed BEFORE INSERT ON mentoring_peeragreement
WHEN EXISTS (
    SELECT 1 FROM mentoring_peerend WHERE pair_id = NEW.pair_id)
BEGIN SELECT RAISE(ABORT, 'an_ended_mentoring_is_not_agreed'); END
--;
CREATE TRIGGER a_ksm_has_one_mentor_at_a_time BEFORE INSERT ON mentoring_peeragreement
WHEN EXISTS (
    SELECT 1 FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id)
  AND EXISTS (
    SELECT 1 FROM mentoring_peerpair mine
    JOIN mentoring_peerpair other ON other.mentee_id = mine.mentee_id AND other.id <> mine.id
    LEFT JOIN mentoring_peerend ended ON ended.pair_id = other.id
    WHERE mine.id = NEW.pair_id AND ended.id IS NULL
    AND (SELECT count(*) FROM mentoring_peeragreement WHERE pair_id = other.id) = 2)
BEGIN SELECT RAISE(ABORT, 'a_ksm_has_one_mentor_at_a_time'); END
--;
CREATE TRIGGER a_peer_session_is_of_a_running_mentoring BEFORE INSERT ON mentoring_peersession
WHEN EXISTS (SELECT 1 FROM mentoring_peerend WHERE pair_id = NEW.pair_id)
  OR (SELECT count(*) FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id) <> 2
  OR NEW.held_on < (SELECT max(agreed_on) FROM mentoring_peeragreement WHERE pair_id = NEW.pair_id)
BEGIN SELECT RAISE(ABORT, 'a_peer_session_is_of_a_running_mentoring'); END
--;
CREATE TRIGGER peer_sessions_count_on BEFORE INSERT ON mentoring_peersession
WHEN NEW.number <> 1 + coalesce((
    SELECT max(number) FROM mentoring_peersession WHERE pair_id = NEW.pair_id), 0)
BEGIN SELECT RAISE(ABORT, 'peer_sessions_count_on'); END
