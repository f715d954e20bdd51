DROP TRIGGER memberships_end_on_real_dates
--;
DROP TRIGGER memberships_carry_real_dates
--;
DROP TRIGGER residents_move_within_their_board
--;
DROP TRIGGER residents_live_in_a_household_of_their_board
--;
DROP TRIGGER memberships_are_only_shortened
--;
DROP TRIGGER groups_stay_in_their_book
--;
DROP TRIGGER members_belong_to_the_board_of_their_group
--;
DROP TRIGGER one_officer_of_a_kind_leads_a_group
--;
DROP TRIGGER a_member_joins_a_group_once_at_a_time
--;
