-- Who may open which chart: care teams, restricted charts, and glass that was broken.

-- Whose charts a member of staff cares for. Roles that see their care team only, and restricted charts, go by it.
CREATE TABLE access.care_team (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  valid tstzrange NOT NULL,
  added_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CONSTRAINT care_team_once EXCLUDE USING gist
    (organization_id WITH =, patient_id WITH =, staff_id WITH =, valid WITH &&),
  CONSTRAINT care_team_not_empty CHECK (NOT isempty(valid))
);
CREATE INDEX care_team_of_staff ON access.care_team (organization_id, staff_id);

-- A restricted chart is there only for its care team, and for whoever breaks the glass.
CREATE TABLE access.chart_restriction (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  restricted_at timestamptz NOT NULL,
  restricted_by uuid NOT NULL,
  lifted_at timestamptz,
  lifted_by uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT chart_restriction_in_order CHECK (restricted_at <= lifted_at),
  CONSTRAINT chart_restriction_lifted_by_someone CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
CREATE UNIQUE INDEX chart_restriction_once ON access.chart_restriction (organization_id, patient_id)
  WHERE lifted_at IS NULL;

-- Opening a restricted chart without being of its care team: for a reason, for a while, looked at afterwards by another.
CREATE TABLE access.broken_glass (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(btrim(reason)) BETWEEN 10 AND 1000),
  at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  reviewed_at timestamptz,
  reviewed_by uuid,
  finding text CHECK (finding IN ('justified', 'not_justified')),
  review_note text CHECK (length(review_note) BETWEEN 1 AND 1000),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  FOREIGN KEY (organization_id, staff_id) REFERENCES access.staff,
  CONSTRAINT broken_glass_is_short CHECK (at < until AND until <= at + interval '4 hours'),
  CONSTRAINT broken_glass_reviewed_whole CHECK (
    num_nonnulls(reviewed_at, reviewed_by, finding) IN (0, 3) AND (finding IS DISTINCT FROM 'not_justified' OR review_note IS NOT NULL)),
  CONSTRAINT broken_glass_reviewed_by_another CHECK (reviewed_by <> staff_id)
);
CREATE INDEX broken_glass_of_staff ON access.broken_glass (organization_id, staff_id, until);
CREATE INDEX broken_glass_to_review ON access.broken_glass (organization_id, at) WHERE reviewed_at IS NULL;

-- The second wall for them. A closed chart has no team for those outside it: nobody lets themselves in.
ALTER TABLE access.care_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.chart_restriction ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.broken_glass ENABLE ROW LEVEL SECURITY;

CREATE POLICY reading ON access.care_team FOR SELECT USING (
  organization_id = (SELECT access.organization())
  AND (SELECT access.may('patient.read', 'care_team.assign')) AND access.is_open(patient_id));
CREATE POLICY adding ON access.care_team FOR INSERT WITH CHECK (
  organization_id = (SELECT access.organization()) AND added_by = (SELECT access.staff_member())
  AND (SELECT access.may('care_team.assign')) AND access.is_open(patient_id));
CREATE POLICY changing ON access.care_team FOR UPDATE USING (
  organization_id = (SELECT access.organization()) AND (SELECT access.may('care_team.assign')) AND access.is_open(patient_id));
GRANT SELECT, INSERT, UPDATE (valid) ON access.care_team TO stepwell_app;

CREATE POLICY restricting ON access.chart_restriction USING (
  organization_id = (SELECT access.organization()) AND (SELECT access.may('chart.restrict')));
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by) ON access.chart_restriction TO stepwell_app;

CREATE POLICY reading ON access.broken_glass FOR SELECT USING (
  organization_id = (SELECT access.organization())
  AND (staff_id = (SELECT access.staff_member()) OR (SELECT access.may('glass.review'))));
CREATE POLICY reviewing ON access.broken_glass FOR UPDATE USING (
  organization_id = (SELECT access.organization()) AND (SELECT access.may('glass.review')))
  WITH CHECK (reviewed_by = (SELECT access.staff_member()));
GRANT SELECT, UPDATE (reviewed_at, reviewed_by, finding, review_note) ON access.broken_glass TO stepwell_app;

-- What is told of a chart in tables that name its person only through another table.
DO $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT * FROM (VALUES ('move', 'episode', 'episode_id'), ('screening_answer', 'screening', 'screening_id'),
      ('call_attempt', 'enquiry', 'enquiry_id')) AS p (child, parent, key)
  LOOP
    EXECUTE format(
      'CREATE POLICY of_chart ON clinic.%1$I AS RESTRICTIVE USING (organization_id = (SELECT access.organization())'
      ' AND ((SELECT access.sees_every_chart()) OR EXISTS (SELECT FROM clinic.%2$I AS whole'
      ' WHERE whole.organization_id = %1$I.organization_id AND whole.id = %1$I.%3$I)))', part.child, part.parent, part.key);
  END LOOP;
END
$$;

-- The two functions below look behind closed charts, so they run as the owner, for whom these policies are.
CREATE POLICY owner_reads ON clinic.demographics FOR SELECT TO CURRENT_USER
  USING (organization_id = (SELECT access.organization()));
CREATE POLICY owner_reads ON clinic.occupation FOR SELECT TO CURRENT_USER
  USING (organization_id = (SELECT access.organization()));

-- Opens the chart of one person, named by identifier or by family name and birth date, until a time, and tells whoever
-- listens. The trail of the unit is written from the row, so there is none without the other.
CREATE FUNCTION access.break_glass(
  glass uuid, patient uuid, family text, born date, reason text, at timestamptz, until timestamptz
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  people uuid[];
BEGIN
  PERFORM access.insist(access.may('chart.break_glass'), 'SW002', 'chart.break_glass');
  IF patient IS NOT NULL THEN
    SELECT array_agg(d.patient_id) INTO people FROM clinic.demographics AS d
    WHERE d.organization_id = access.organization() AND d.patient_id = patient AND d.known_to = 'infinity';
  ELSE
    SELECT array_agg(d.patient_id) INTO people FROM clinic.demographics AS d
    WHERE d.organization_id = access.organization() AND d.birth_date = born AND d.known_to = 'infinity'
      AND d.family_name IS NOT NULL AND d.family_key = lower(family);
  END IF;
  PERFORM access.insist(cardinality(people) >= 1, 'SW004', 'patient');
  PERFORM access.insist(cardinality(people) = 1, 'SW006', 'patient');
  INSERT INTO access.broken_glass (organization_id, id, patient_id, staff_id, reason, at, until)
  VALUES (access.organization(), glass, people[1], access.staff_member(), reason, at, until);
  PERFORM pg_notify(
    'stepwell_alert', json_build_object(
      'kind', 'glass_broken', 'id', glass, 'organization_id', access.organization(), 'staff_id', access.staff_member(),
      'patient_id', people[1])::text);
  RETURN people[1];
END
$$;

-- The beds that are taken by people whose charts are closed to the caller, without who they are: a bed is never shown as
-- free when it is not.
CREATE FUNCTION access.closed_occupations(during tstzrange, known_at timestamptz)
RETURNS TABLE (organization_id uuid, bed_id uuid, kind text, valid tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  IF access.sees_every_chart() OR NOT access.may('board.read', 'bed.read') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.organization_id, o.bed_id, o.kind, o.valid
    FROM clinic.occupation AS o
    WHERE o.organization_id = access.organization() AND o.facility_id = ANY (access.facilities()) AND o.valid && during
      AND CASE WHEN known_at IS NULL THEN o.known_to = 'infinity'
        ELSE o.known_from <= known_at AND o.known_to > known_at END
      AND o.patient_id IS NOT NULL AND NOT access.is_open(o.patient_id);
END
$$;

REVOKE EXECUTE ON FUNCTION access.break_glass, access.closed_occupations FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.break_glass, access.closed_occupations TO stepwell_app;
