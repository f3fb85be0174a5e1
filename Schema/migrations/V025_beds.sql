-- Units and beds as the clinic's files describe them, more ways to take a bed, and one rule for all of them.

ALTER TABLE clinic.facility
  ADD COLUMN longest_hold_hours smallint NOT NULL DEFAULT 72
    CONSTRAINT facility_longest_hold CHECK (longest_hold_hours BETWEEN 1 AND 2160);

-- For whom a unit is kept, where it is not for everybody; whoever else is put there is warned about, and not refused.
ALTER TABLE clinic.unit
  ADD COLUMN exclusive_to text CHECK (exclusive_to IN ('women', 'men', 'adults', 'adolescents')),
  ADD COLUMN retired_at timestamptz;

ALTER TABLE clinic.bed
  ADD COLUMN tags text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 20);
-- A label may be given again when the bed that had it has gone.
ALTER TABLE clinic.bed DROP CONSTRAINT bed_label_unique;
ALTER TABLE clinic.bed
  ADD CONSTRAINT bed_label_once EXCLUDE USING gist
    (organization_id WITH =, unit_id WITH =, label WITH =, in_use WITH &&),
  ADD CONSTRAINT bed_in_use_has_start CHECK (NOT isempty(in_use) AND NOT lower_inf(in_use) AND NOT upper_inc(in_use));

-- `planned` keeps a bed for an arrival. `retired` begins where a bed has gone and never ends, so that the exclusion
-- constraint keeps people and retirement apart as it keeps people from each other.
-- `starts` repeats the lower end: row-level security lets an index on a plain column be searched, and none on an expression.
ALTER TABLE clinic.occupation
  DROP CONSTRAINT occupation_kind_check,
  DROP CONSTRAINT occupation_hold_ends,
  DROP CONSTRAINT occupation_stay_named,
  ADD COLUMN enquiry_id uuid,
  ADD COLUMN cause text CHECK (cause IN ('cleaning', 'repair', 'other')),
  ADD COLUMN starts timestamptz GENERATED ALWAYS AS (lower(valid)) STORED,
  ADD CONSTRAINT occupation_kind_check CHECK (kind IN ('stay', 'hold', 'leave', 'blocked', 'planned', 'retired')),
  ADD CONSTRAINT occupation_hold_ends CHECK (kind NOT IN ('hold', 'planned') OR NOT upper_inf(valid)),
  ADD CONSTRAINT occupation_stay_named CHECK (
    (kind IN ('stay', 'leave')) = (stay_id IS NOT NULL AND episode_id IS NOT NULL AND patient_id IS NOT NULL)
    OR kind IN ('hold', 'planned')),
  ADD CONSTRAINT occupation_planned_for_somebody CHECK (kind <> 'planned' OR num_nonnulls(patient_id, enquiry_id) > 0),
  ADD CONSTRAINT occupation_cause_of_block CHECK (cause IS NULL OR kind = 'blocked'),
  ADD CONSTRAINT occupation_retired_for_good CHECK (kind <> 'retired' OR upper_inf(valid)),
  ADD FOREIGN KEY (organization_id, enquiry_id) REFERENCES clinic.enquiry;
-- What stood in a bed at an instant is the last that began before it; by what is known now, and by what was known then.
-- The times of knowing are there so that rows of another time need not be fetched.
CREATE INDEX occupation_of_bed ON clinic.occupation (organization_id, bed_id, starts, known_from) WHERE known_to = 'infinity';
CREATE INDEX occupation_history_of_bed ON clinic.occupation (organization_id, bed_id, starts, known_to, known_from)
  WHERE known_to <> 'infinity';

CREATE INDEX stay_fact_superseded ON clinic.stay_fact (organization_id, stay_id) WHERE known_to <> 'infinity';

-- A bed is taken only while it is in use, in a facility that is open. That a bed goes later needs no lock here: its
-- retirement is an occupation itself.
CREATE FUNCTION access.bed_is_in_use(organization uuid, bed uuid, during tstzrange) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
  place record;
BEGIN
  SELECT during <@ b.in_use AS is_in_use, during <@ tstzrange(NULL, f.closed_at) AS is_open INTO place
  FROM clinic.bed AS b
  JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
  WHERE b.organization_id = organization AND b.id = bed;
  PERFORM access.insist(place.is_open, 'SW026', 'facility-closed'),
    access.insist(place.is_in_use, 'SW010', 'bed-not-in-use');
  RETURN true;
END
$$;

DROP POLICY reading ON clinic.occupation;
DROP POLICY adding ON clinic.occupation;
DROP POLICY changing ON clinic.occupation;
SELECT access.fence(
  'clinic.occupation',
  '{episode.read,patient.read,board.read,bed.read,report.run,import.run,demo.load,disclosure.make}',
  '{episode.move,episode.correct,import.run,demo.load,bed.hold,bed.block,facility.open}', true, 'patient_id');
CREATE POLICY bed_in_use ON clinic.occupation AS RESTRICTIVE FOR INSERT WITH CHECK (
  organization_id = access.organization()
  AND (kind = 'retired' OR access.bed_is_in_use(organization_id, bed_id, valid)));

-- Whoever holds a bed for a caller may not read calls, but an admission must find what was kept for the caller.
CREATE POLICY owner_reads ON clinic.enquiry FOR SELECT TO CURRENT_USER
  USING (organization_id = (SELECT access.organization()));
CREATE FUNCTION access.enquiries_of(patient uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('episode.move', 'episode.correct'), 'SW002', 'episode.move');
  RETURN QUERY
    SELECT e.id FROM clinic.enquiry AS e
    WHERE e.organization_id = access.organization() AND e.patient_id = patient AND access.is_open(patient);
END
$$;

-- Whether there is such an enquiry where the caller works; nothing else of it is told.
CREATE FUNCTION access.has_enquiry(enquiry uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM access.insist(access.may('bed.hold'), 'SW002', 'bed.hold');
  RETURN EXISTS (
    SELECT FROM clinic.enquiry AS e
    WHERE e.organization_id = access.organization() AND e.id = enquiry
      AND (e.facility_id IS NULL OR e.facility_id = ANY (access.facilities()))
      AND (e.patient_id IS NULL OR access.is_open(e.patient_id)));
END
$$;
REVOKE EXECUTE ON FUNCTION access.enquiries_of, access.has_enquiry FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.enquiries_of, access.has_enquiry TO stepwell_app;

-- The part of it that is one facility's, found by its beds rather than among all that ever was.
CREATE FUNCTION access.closed_occupations(facility uuid, during tstzrange, known_at timestamptz)
RETURNS TABLE (organization_id uuid, bed_id uuid, kind text, valid tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF access.sees_every_chart() OR NOT access.may('board.read', 'bed.read') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.organization_id, o.bed_id, o.kind, o.valid
    FROM clinic.bed AS b
    JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
      AND o.starts <= coalesce(upper(during), 'infinity') AND o.valid && during
      AND CASE WHEN known_at IS NULL THEN o.known_to = 'infinity'
        ELSE o.known_from <= known_at AND o.known_to > known_at END
    WHERE b.organization_id = access.organization() AND b.facility_id = ANY (access.facilities())
      AND b.facility_id = coalesce(facility, b.facility_id)
      AND o.patient_id IS NOT NULL AND NOT access.is_open(o.patient_id);
END
$$;
REVOKE EXECUTE ON FUNCTION access.closed_occupations(uuid, tstzrange, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.closed_occupations(uuid, tstzrange, timestamptz) TO stepwell_app;

-- Tells whoever watches a facility's board that it has changed, once the unit of work has ended; and nothing else.
CREATE FUNCTION access.tell_board(facility uuid) RETURNS void
LANGUAGE sql SET search_path = pg_catalog
RETURN pg_notify('stepwell_board', facility::text);
