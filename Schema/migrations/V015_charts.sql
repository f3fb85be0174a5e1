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
