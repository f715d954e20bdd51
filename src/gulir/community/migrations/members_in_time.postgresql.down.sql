DROP TRIGGER memberships_are_only_shortened ON community_membership
--;
DROP FUNCTION memberships_are_only_shortened()
--;
ALTER TABLE community_resident DROP CONSTRAINT residents_live_in_a_household_of_their_board
--;
ALTER TABLE community_membership DROP CONSTRAINT members_belong_to_the_board_of_their_group
--;
ALTER TABLE community_membership DROP CONSTRAINT one_officer_of_a_kind_leads_a_group
--;
ALTER TABLE community_membership DROP CONSTRAINT a_member_joins_a_group_once_at_a_time
--;
