-- The intake record: what the person told at admission, the substances in order of importance, the diagnoses.
-- A code and the reason why there is none stand in two columns; at most one of them is filled. Both null: not asked yet.

CREATE TABLE clinic.intake (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  enquiry_id uuid,
  first_contact_at timestamptz,
  at timestamptz NOT NULL,
  referral_source smallint CHECK (referral_source BETWEEN 1 AND 7),
  referral_source_missing reference.missing_reason,
  prior_episodes smallint CHECK (prior_episodes BETWEEN 0 AND 5),  -- 5 means five or more
  prior_episodes_missing reference.missing_reason,
  education_years smallint CHECK (education_years BETWEEN 0 AND 25),
  education_years_missing reference.missing_reason,
  employment smallint CHECK (employment BETWEEN 1 AND 4),
  employment_missing reference.missing_reason,
  living_arrangement smallint CHECK (living_arrangement BETWEEN 1 AND 3),
  living_arrangement_missing reference.missing_reason,
  income_source smallint CHECK (income_source IN (1, 2, 3, 4, 20, 21)),
  income_source_missing reference.missing_reason,
  insurance smallint CHECK (insurance IN (1, 2, 3, 4, 6, 20, 21)),
  insurance_missing reference.missing_reason,
  marital_status smallint CHECK (marital_status BETWEEN 1 AND 5),
  marital_status_missing reference.missing_reason,
  pregnant boolean,
  pregnant_missing reference.missing_reason,
  veteran boolean,
  veteran_missing reference.missing_reason,
  days_waiting smallint CHECK (days_waiting BETWEEN 0 AND 996),  -- client-caused delay left out
  days_waiting_missing reference.missing_reason,
  arrests_past_30_days smallint CHECK (arrests_past_30_days BETWEEN 0 AND 96),
  arrests_past_30_days_missing reference.missing_reason,
  self_help smallint CHECK (self_help BETWEEN 1 AND 6),
  self_help_missing reference.missing_reason,
  notes text CHECK (length(notes) BETWEEN 1 AND 10000),
  known_from timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT intake_of_patient UNIQUE (organization_id, patient_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, enquiry_id) REFERENCES clinic.enquiry,
  CONSTRAINT intake_value_or_reason CHECK (
    num_nonnulls(referral_source, referral_source_missing) <= 1
    AND num_nonnulls(prior_episodes, prior_episodes_missing) <= 1
    AND num_nonnulls(education_years, education_years_missing) <= 1
    AND num_nonnulls(employment, employment_missing) <= 1
    AND num_nonnulls(living_arrangement, living_arrangement_missing) <= 1
    AND num_nonnulls(income_source, income_source_missing) <= 1
    AND num_nonnulls(insurance, insurance_missing) <= 1
    AND num_nonnulls(marital_status, marital_status_missing) <= 1
    AND num_nonnulls(pregnant, pregnant_missing) <= 1
    AND num_nonnulls(veteran, veteran_missing) <= 1
    AND num_nonnulls(days_waiting, days_waiting_missing) <= 1
    AND num_nonnulls(arrests_past_30_days, arrests_past_30_days_missing) <= 1
    AND num_nonnulls(self_help, self_help_missing) <= 1)
);

CREATE TABLE clinic.substance_use (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  intake_id uuid NOT NULL,
  rank smallint NOT NULL CHECK (rank BETWEEN 1 AND 20),  -- 1 primary, 2 secondary, 3 tertiary, then others
  substance reference.substance_code,
  substance_missing reference.missing_reason,
  detailed_drug reference.detailed_drug_code,
  detailed_drug_missing reference.missing_reason,
  form text CHECK (form IN ('liquid', 'powder', 'tablet', 'capsule', 'crystal', 'plant', 'gas', 'patch', 'other')),
  form_missing reference.missing_reason,
  route reference.route_code,
  route_missing reference.missing_reason,
  frequency reference.use_frequency_code,
  frequency_missing reference.missing_reason,
  age_at_first_use smallint CHECK (age_at_first_use BETWEEN 0 AND 95),
  age_at_first_use_missing reference.missing_reason,
  last_use date,
  last_use_missing reference.missing_reason,
  dose text CHECK (length(dose) BETWEEN 1 AND 200),  -- the usual amount as told, e.g. '2 g a day'
  dose_missing reference.missing_reason,
  origin text CHECK (origin IN ('medical', 'recreational', 'both')),
  origin_missing reference.missing_reason,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id, intake_id) REFERENCES clinic.intake (organization_id, patient_id, id),
  CONSTRAINT substance_use_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT substance_use_value_or_reason CHECK (
    num_nonnulls(substance, substance_missing) = 1
    AND num_nonnulls(detailed_drug, detailed_drug_missing) <= 1
    AND num_nonnulls(form, form_missing) <= 1
    AND num_nonnulls(dose, dose_missing) <= 1
    AND num_nonnulls(origin, origin_missing) <= 1
    AND num_nonnulls(route, route_missing) <= 1
    AND num_nonnulls(frequency, frequency_missing) <= 1
    AND num_nonnulls(age_at_first_use, age_at_first_use_missing) <= 1
    AND num_nonnulls(last_use, last_use_missing) <= 1),
  CONSTRAINT substance_use_drug_of_class CHECK (detailed_drug / 100 = substance),
  CONSTRAINT substance_use_none_has_no_route CHECK (substance <> 1 OR num_nonnulls(route, frequency, age_at_first_use) = 0)
);
CREATE UNIQUE INDEX substance_use_rank_unique ON clinic.substance_use (organization_id, intake_id, rank)
  INCLUDE (substance, detailed_drug, route, frequency)
  WHERE known_to = 'infinity';
CREATE INDEX substance_use_of_patient ON clinic.substance_use (organization_id, patient_id);

CREATE TABLE clinic.diagnosis (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$'),  -- ICD-10-CM
  rank smallint NOT NULL CHECK (rank BETWEEN 1 AND 20),
  at timestamptz NOT NULL,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT diagnosis_known_in_order CHECK (known_from <= known_to)
);
CREATE UNIQUE INDEX diagnosis_unique ON clinic.diagnosis (organization_id, patient_id, code) WHERE known_to = 'infinity';
