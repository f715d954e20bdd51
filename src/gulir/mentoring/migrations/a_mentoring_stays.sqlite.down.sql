DROP TRIGGER peer_sessions_count_on
--;
DROP TRIGGER a_peer_session_is_of_a_running_mentoring
--;
DROP TRIGGER a_ksm_has_one_mentor_at_a_time
--;
DROP TRIGGER an_ended_mentoring_is_not_agreed
--;
DROP TRIGGER only_the_two_ksm_agree_to_a_mentoring
--;
DROP TRIGGER a_mentoring_is_of_two_ksm_of_its_board
