-- The organization, its facilities, their units and beds.

CREATE TABLE clinic.organization (
  organization_id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL
);

CREATE TABLE clinic.facility (
  organization_id uuid NOT NULL REFERENCES clinic.organization,
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  time_zone text NOT NULL,
  provider_code text CHECK (length(provider_code) BETWEEN 1 AND 15),  -- TEDS provider id
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT facility_slug_unique UNIQUE (organization_id, slug),
  CONSTRAINT facility_closes_after_opening CHECK (opened_at < closed_at)
);
CREATE UNIQUE INDEX facility_provider_code_unique ON clinic.facility (organization_id, provider_code)
  WHERE provider_code IS NOT NULL;

CREATE TABLE clinic.unit (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  stage reference.stage NOT NULL,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT unit_of_facility UNIQUE (organization_id, facility_id, id),
  CONSTRAINT unit_name_unique UNIQUE (organization_id, facility_id, name),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility
);

CREATE TABLE clinic.bed (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  facility_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 40),
  in_use tstzrange NOT NULL,  -- from the day it was set up until it was taken away
  PRIMARY KEY (organization_id, id),
  CONSTRAINT bed_of_facility UNIQUE (organization_id, facility_id, id),
  CONSTRAINT bed_label_unique UNIQUE (organization_id, unit_id, label),
  FOREIGN KEY (organization_id, facility_id, unit_id) REFERENCES clinic.unit (organization_id, facility_id, id)
);
CREATE INDEX bed_by_facility ON clinic.bed (organization_id, facility_id);
