CREATE EXTENSION IF NOT EXISTS btree_gist
--;
-- Where a term stands in each conflict its office takes part in: written by the trigger below, by nobody else.
CREATE TABLE community_officeside (
  term_id uuid NOT NULL REFERENCES community_officeterm (id),
  key varchar(40) NOT NULL,
  side smallint NOT NULL,
  book_id uuid NOT NULL,
  person_id uuid NOT NULL,
  held daterange NOT NULL,
  PRIMARY KEY (term_id, key),
  CONSTRAINT incompatible_offices_never_overlap
    EXCLUDE USING gist (book_id WITH =, person_id WITH =, key WITH =, side WITH <>, held WITH &&)
)
--;
CREATE FUNCTION a_term_takes_its_sides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO community_officeside (term_id, key, side, book_id, person_id, held)
    SELECT NEW.id, c.key, c.side, NEW.book_id, NEW.person_id, daterange(NEW.starts_on, NEW.ends_before)
    FROM community_officeconflict c WHERE c.office = NEW.office;
  ELSE
    UPDATE community_officeside SET held = daterange(NEW.starts_on, NEW.ends_before) WHERE term_id = NEW.id;
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER a_term_takes_its_sides AFTER INSERT OR UPDATE ON community_officeterm
FOR EACH ROW EXECUTE FUNCTION a_term_takes_its_sides()
--;
CREATE FUNCTION sides_follow_their_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM community_officeterm t JOIN community_officeconflict c ON c.office = t.office
    WHERE t.id = NEW.term_id AND c.key = NEW.key AND c.side = NEW.side AND t.book_id = NEW.book_id
      AND t.person_id = NEW.person_id AND daterange(t.starts_on, t.ends_before) = NEW.held
      AND (TG_OP = 'INSERT' OR (OLD.term_id = NEW.term_id AND OLD.key = NEW.key));
    IF FOUND THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'sides_follow_their_terms' USING ERRCODE = 'integrity_constraint_violation';
END $$
--;
CREATE TRIGGER sides_follow_their_terms BEFORE INSERT OR UPDATE OR DELETE ON community_officeside
FOR EACH ROW EXECUTE FUNCTION sides_follow_their_terms()
--;
CREATE TRIGGER sides_follow_their_terms_at_once BEFORE TRUNCATE ON community_officeside
FOR EACH STATEMENT EXECUTE FUNCTION sides_follow_their_terms()
--;
ALTER TABLE community_officeterm ADD CONSTRAINT an_office_is_held_once_at_a_time
EXCLUDE USING gist (book_id WITH =, person_id WITH =, office WITH =, daterange(starts_on, ends_before) WITH &&)
--;
ALTER TABLE community_officeterm ADD CONSTRAINT one_coordinator_at_a_time
EXCLUDE USING gist (book_id WITH =, daterange(starts_on, ends_before) WITH &&) WHERE (office = 'coordinator')
--;
CREATE FUNCTION terms_are_only_shortened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'terms_are_only_shortened' USING ERRCODE = 'integrity_constraint_violation';
END $$
--;
CREATE TRIGGER terms_are_only_shortened BEFORE UPDATE ON community_officeterm FOR EACH ROW
WHEN (NEW.ends_before IS NULL OR (OLD.ends_before IS NOT NULL AND NEW.ends_before > OLD.ends_before))
EXECUTE FUNCTION terms_are_only_shortened()
--;
