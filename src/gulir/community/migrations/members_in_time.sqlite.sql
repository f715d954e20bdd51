CREATE TRIGGER a_member_joins_a_group_once_at_a_time BEFORE INSERT ON community_membership
WHEN EXISTS (
  SELECT 1 FROM community_membership m
  WHERE m.group_id = NEW.group_id AND m.person_id = NEW.person_id
    AND (NEW.ends_before IS NULL OR m.starts_on < NEW.ends_before)
    AND (m.ends_before IS NULL OR NEW.starts_on < m.ends_before)
)
BEGIN SELECT RAISE(ABORT, 'a_member_joins_a_group_once_at_a_time'); END
--;
CREATE TRIGGER one_officer_of_a_kind_leads_a_group BEFORE INSERT ON community_membership
WHEN NEW.role <> 'member' AND EXISTS (
  SELECT 1 FROM community_membership m
  WHERE m.group_id = NEW.group_id AND m.role = NEW.role
    AND (NEW.ends_before IS NULL OR m.starts_on < NEW.ends_before)
    AND (m.ends_before IS NULL OR NEW.starts_on < m.ends_before)
)
BEGIN SELECT RAISE(ABORT, 'one_officer_of_a_kind_leads_a_group'); END
--;
CREATE TRIGGER members_belong_to_the_board_of_their_group BEFORE INSERT ON community_membership
WHEN NEW.book_id IS NOT (SELECT g.book_id FROM community_group g WHERE g.id = NEW.group_id)
BEGIN SELECT RAISE(ABORT, 'members_belong_to_the_board_of_their_group'); END
--;
CREATE TRIGGER groups_stay_in_their_book BEFORE UPDATE OF book_id, id ON community_group
WHEN NEW.book_id IS NOT OLD.book_id OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'members_belong_to_the_board_of_their_group'); END
--;
CREATE TRIGGER memberships_are_only_shortened BEFORE UPDATE ON community_membership
WHEN NEW.ends_before IS NULL OR (OLD.ends_before IS NOT NULL AND NEW.ends_before > OLD.ends_before)
BEGIN SELECT RAISE(ABORT, 'memberships_are_only_shortened'); END
--;
CREATE TRIGGER residents_live_in_a_household_of_their_board BEFORE INSERT ON community_resident
WHEN NEW.household_id IS NOT NULL
  AND NEW.book_id IS NOT (SELECT h.book_id FROM community_household h WHERE h.id = NEW.household_id)
BEGIN SELECT RAISE(ABORT, 'residents_live_in_a_household_of_their_board'); END
--;
CREATE TRIGGER residents_move_within_their_board BEFORE UPDATE ON community_resident
WHEN NEW.household_id IS NOT NULL
  AND NEW.book_id IS NOT (SELECT h.book_id FROM community_household h WHERE h.id = NEW.household_id)
BEGIN SELECT RAISE(ABORT, 'residents_live_in_a_household_of_their_board'); END
--;
CREATE TRIGGER memberships_carry_real_dates BEFORE INSERT ON community_membership
WHEN date(NEW.starts_on, '+0 days') IS NOT NEW.starts_on
  OR (NEW.ends_before IS NOT NULL AND date(NEW.ends_before, '+0 days') IS NOT NEW.ends_before)
BEGIN SELECT RAISE(ABORT, 'memberships_carry_real_dates'); END
--;
CREATE TRIGGER memberships_end_on_real_dates BEFORE UPDATE ON community_membership
WHEN date(NEW.ends_before, '+0 days') IS NOT NEW.ends_before
BEGIN SELECT RAISE(ABORT, 'memberships_carry_real_dates'); END
--;
