CREATE TRIGGER the_shares_of_a_loan_are_the_loan BEFORE INSERT ON lending_loan
WHEN (SELECT COALESCE(SUM(principal), 0) FROM lending_share WHERE loan_id = NEW.id AND live) <> NEW.principal
BEGIN SELECT RAISE(ABORT, 'the_shares_of_a_loan_are_the_loan'); END
--;
CREATE TRIGGER the_schedule_of_a_loan_is_the_loan BEFORE INSERT ON lending_loan
WHEN (SELECT COALESCE(SUM(principal), 0) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.principal
  OR (SELECT COALESCE(SUM(jasa), 0) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.jasa
  OR (SELECT COUNT(*) FROM lending_instalment WHERE loan_id = NEW.id) <> NEW.instalments
BEGIN SELECT RAISE(ABORT, 'the_schedule_of_a_loan_is_the_loan'); END
--;
CREATE TRIGGER a_loan_begins_unpaid BEFORE INSERT ON lending_loan
WHEN NEW.state <> 'active' OR NEW.principal_paid <> 0 OR NEW.jasa_paid <> 0 OR NEW.jasa_waived <> 0
BEGIN SELECT RAISE(ABORT, 'a_loan_begins_unpaid'); END
--;
CREATE TRIGGER a_loan_lies_in_the_book_of_its_group BEFORE INSERT ON lending_loan
WHEN NEW.group_id IS NOT NULL AND (SELECT book_id FROM community_group WHERE id = NEW.group_id) <> NEW.book_id
  OR NEW.application_id IS NOT NULL
    AND (SELECT book_id FROM lending_application WHERE id = NEW.application_id) <> NEW.book_id
BEGIN SELECT RAISE(ABORT, 'a_loan_lies_in_the_book_of_its_group'); END
--;
CREATE TRIGGER a_schedule_takes_no_later_line BEFORE INSERT ON lending_instalment
WHEN EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id)
BEGIN SELECT RAISE(ABORT, 'a_schedule_takes_no_later_line'); END
--;
CREATE TRIGGER shares_never_exceed_the_loan BEFORE INSERT ON lending_share
WHEN EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id) AND (
  NOT NEW.live OR NEW.person_id IS NULL OR NEW.principal > COALESCE(
    (SELECT principal FROM lending_share WHERE loan_id = NEW.loan_id AND live AND person_id IS NULL), 0))
BEGIN SELECT RAISE(ABORT, 'shares_never_exceed_the_loan'); END
--;
CREATE TRIGGER a_named_share_comes_out_of_the_unnamed AFTER INSERT ON lending_share
WHEN EXISTS (SELECT 1 FROM lending_loan WHERE id = NEW.loan_id)
BEGIN UPDATE lending_share SET principal = principal - NEW.principal, live = principal > NEW.principal
  WHERE loan_id = NEW.loan_id AND person_id IS NULL; END
--;
CREATE TRIGGER a_withdrawn_name_gives_its_share_back AFTER UPDATE OF live ON lending_share
WHEN OLD.live AND NOT NEW.live AND NEW.person_id IS NOT NULL
BEGIN UPDATE lending_share SET principal = principal + NEW.principal, live = 1
  WHERE loan_id = NEW.loan_id AND person_id IS NULL; END
--;
CREATE TRIGGER only_named_shares_are_withdrawn BEFORE UPDATE ON lending_share
WHEN NEW.person_id IS NULL AND NEW.live <> (NEW.principal > 0)
  OR NEW.person_id IS NOT NULL AND OLD.live <> NEW.live AND (NEW.live OR NOT EXISTS (
    SELECT 1 FROM lending_share WHERE loan_id = NEW.loan_id AND person_id IS NULL))
BEGIN SELECT RAISE(ABORT, 'only_named_shares_are_withdrawn'); END
--;
CREATE TRIGGER shares_always_add_up_to_the_loan BEFORE UPDATE OF principal ON lending_share
WHEN NEW.principal + (
  SELECT COALESCE(SUM(principal), 0) FROM lending_share WHERE loan_id = NEW.loan_id AND live AND id <> NEW.id
) <> (SELECT principal FROM lending_loan WHERE id = NEW.loan_id)
BEGIN SELECT RAISE(ABORT, 'shares_always_add_up_to_the_loan'); END
