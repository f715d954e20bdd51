DROP TRIGGER a_round_of_help_stays_in_its_ksm
--;
DROP TRIGGER a_round_counts_who_was_asked
--;
DROP TRIGGER rounds_of_help_follow_each_other
--;
DROP TRIGGER a_kept_round_takes_no_tie
--;
DROP TRIGGER a_kept_round_takes_no_answer
