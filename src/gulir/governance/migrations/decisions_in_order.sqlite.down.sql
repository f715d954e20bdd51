DROP TRIGGER values_of_a_rule_follow_each_other
--;
DROP TRIGGER a_rule_changes_by_an_approved_decision_about_it
--;
DROP TRIGGER interests_are_declared_while_the_meeting_is_open
--;
DROP TRIGGER decisions_are_about_what_was_shown
--;
DROP TRIGGER decisions_are_made_in_an_open_meeting_with_quorum
--;
DROP TRIGGER agenda_items_leave_once
--;
DROP TRIGGER meetings_close_once
--;
DROP TRIGGER attendance_is_taken_while_a_meeting_is_open
--;
