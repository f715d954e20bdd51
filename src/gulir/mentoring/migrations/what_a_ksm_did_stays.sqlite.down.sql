DROP TRIGGER only_a_members_problem_is_closed
--;
DROP TRIGGER a_deed_is_taken_back_as_it_was_told
--;
DROP TRIGGER a_deed_stays_with_its_meeting
