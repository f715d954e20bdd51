ALTER TABLE community_membership ADD CONSTRAINT a_member_joins_a_group_once_at_a_time
EXCLUDE USING gist (group_id WITH =, person_id WITH =, daterange(starts_on, ends_before) WITH &&)
--;
ALTER TABLE community_membership ADD CONSTRAINT one_officer_of_a_kind_leads_a_group
EXCLUDE USING gist (group_id WITH =, role WITH =, daterange(starts_on, ends_before) WITH &&) WHERE (role <> 'member')
--;
ALTER TABLE community_membership ADD CONSTRAINT members_belong_to_the_board_of_their_group
FOREIGN KEY (book_id, group_id) REFERENCES community_group (book_id, id)
--;
ALTER TABLE community_resident ADD CONSTRAINT residents_live_in_a_household_of_their_board
FOREIGN KEY (book_id, household_id) REFERENCES community_household (book_id, id)
--;
CREATE FUNCTION memberships_are_only_shortened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'memberships_are_only_shortened' USING ERRCODE = 'integrity_constraint_violation';
END $$
--;
CREATE TRIGGER memberships_are_only_shortened BEFORE UPDATE ON community_membership FOR EACH ROW
WHEN (NEW.ends_before IS NULL OR (OLD.ends_before IS NOT NULL AND NEW.ends_before > OLD.ends_before))
EXECUTE FUNCTION memberships_are_only_shortened()
--;
