DROP TRIGGER a_round_of_help_stays_in_its_ksm ON mentoring_helpround
--;
DROP FUNCTION a_round_of_help_stays_in_its_ksm()
--;
DROP TRIGGER a_round_counts_who_was_asked ON mentoring_helpround
--;
DROP FUNCTION a_round_counts_who_was_asked()
--;
DROP TRIGGER rounds_of_help_follow_each_other ON mentoring_helpround
--;
DROP FUNCTION rounds_of_help_follow_each_other()
--;
DROP TRIGGER a_kept_round_takes_no_tie ON mentoring_helptie
--;
DROP FUNCTION a_kept_round_takes_no_tie()
--;
DROP TRIGGER a_kept_round_takes_no_answer ON mentoring_helpanswer
--;
DROP FUNCTION a_kept_round_takes_no_answer()
