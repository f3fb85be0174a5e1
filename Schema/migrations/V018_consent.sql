-- Consent to disclose, what was disclosed, and restrictions that a patient asked for (42 CFR 2.22 to 2.35).

-- What a patient signed, as it was signed: an element that is missing stays null, and the consent is deficient. Whether
-- it holds is derived whenever it is asked, and never stored.
CREATE TABLE clinic.consent (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('tpo', 'specific', 'counselling_notes', 'legal_proceeding', 'intermediary', 'research')),
  discloser text CHECK (length(discloser) BETWEEN 1 AND 200),
  categories text[] NOT NULL,
  recipients text[] NOT NULL,
  recipient_kinds text[] NOT NULL,
  purpose text CHECK (length(purpose) BETWEEN 1 AND 200),
  right_to_revoke text CHECK (length(right_to_revoke) BETWEEN 1 AND 10000),  -- what the patient was told
  expires_at timestamptz,
  expires_upon text CHECK (length(expires_upon) BETWEEN 1 AND 200),
  no_expiry_reason text CHECK (length(no_expiry_reason) BETWEEN 1 AND 200),
  signer text CHECK (length(signer) BETWEEN 1 AND 200),
  signer_role text CHECK (signer_role IN ('patient', 'guardian', 'representative')),
  signed_at timestamptz,
  tells_of_redisclosure boolean NOT NULL DEFAULT false,
  tells_of_refusal boolean NOT NULL DEFAULT false,
  known_from timestamptz NOT NULL,
  known_to timestamptz NOT NULL DEFAULT 'infinity',
  recorded_by uuid NOT NULL,
  reason text,
  corrects uuid,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT consent_known_in_order CHECK (known_from <= known_to),
  CONSTRAINT consent_categories_known CHECK (categories <@ ARRAY['demographics', 'contacts', 'intake', 'substance_use',
    'treatment', 'screenings', 'counselling_notes']),
  CONSTRAINT consent_recipients_have_kinds CHECK (cardinality(recipients) = cardinality(recipient_kinds)
    AND recipient_kinds <@ ARRAY['person', 'entity', 'class', 'treating_entity', 'intermediary']),
  CONSTRAINT consent_one_expiry CHECK (num_nonnulls(expires_at, expires_upon, no_expiry_reason) <= 1),
  CONSTRAINT consent_ends_after_signed CHECK (signed_at < expires_at),
  CONSTRAINT consent_notes_apart CHECK (
    CASE WHEN kind = 'counselling_notes' THEN categories <@ ARRAY['counselling_notes']
      ELSE NOT 'counselling_notes' = ANY (categories) END)
);
CREATE INDEX consent_of_patient ON clinic.consent (organization_id, patient_id);

-- What is revoked is so at once, and what was disclosed before stays right.
CREATE TABLE clinic.consent_revocation (
  organization_id uuid NOT NULL,
  consent_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  CONSTRAINT consent_revoked_once PRIMARY KEY (organization_id, consent_id),
  FOREIGN KEY (organization_id, consent_id) REFERENCES clinic.consent
);

-- What left the clinic: to whom, of what, why and on which basis. The row is there before the bytes are.
CREATE TABLE clinic.disclosure (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  basis text NOT NULL CHECK (basis IN ('consent', 'emergency', 'research', 'audit', 'court_order', 'patient_request')),
  consent_id uuid,
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 1 AND 200),
  affiliation text CHECK (length(affiliation) BETWEEN 1 AND 200),
  emergency text CHECK (length(emergency) BETWEEN 1 AND 200),  -- its nature
  authority text CHECK (length(authority) BETWEEN 1 AND 200),  -- the order, approval or agreement, by its reference
  categories text[] NOT NULL CHECK (cardinality(categories) > 0),
  purpose text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200),
  notice_version text NOT NULL,
  document_digest bytea NOT NULL CHECK (length(document_digest) = 32),
  at timestamptz NOT NULL,
  disclosed_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  FOREIGN KEY (organization_id, consent_id) REFERENCES clinic.consent,
  CONSTRAINT disclosure_names_consent CHECK ((basis = 'consent') = (consent_id IS NOT NULL)),
  CONSTRAINT disclosure_names_emergency CHECK (basis <> 'emergency' OR num_nonnulls(affiliation, emergency) = 2),
  CONSTRAINT disclosure_names_authority CHECK (basis NOT IN ('research', 'audit', 'court_order') OR authority IS NOT NULL)
);
CREATE INDEX disclosure_of_patient ON clinic.disclosure (organization_id, patient_id, at);
CREATE INDEX disclosure_of_consent ON clinic.disclosure (organization_id, consent_id, at) WHERE consent_id IS NOT NULL;

-- What a patient asked the clinic not to disclose; once agreed it holds, except in an emergency (2.26).
CREATE TABLE clinic.restriction_request (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  at timestamptz NOT NULL,
  categories text[] NOT NULL CHECK (cardinality(categories) > 0),
  recipient text CHECK (length(recipient) BETWEEN 1 AND 200),  -- every recipient when null
  is_agreed boolean NOT NULL,
  answer text NOT NULL CHECK (length(answer) BETWEEN 1 AND 200),  -- what the patient was told
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient
);
CREATE INDEX restriction_request_of_patient ON clinic.restriction_request (organization_id, patient_id);

DO $$
BEGIN
  PERFORM
    access.fence('clinic.consent', '{consent.read,disclosure.make}', '{consent.record}', false, 'patient_id'),
    access.fence('clinic.consent_revocation', '{consent.read,disclosure.make}', '{consent.record}', false, 'patient_id'),
    access.fence('clinic.disclosure', '{disclosure.read,consent.record}', '{disclosure.make}', false, 'patient_id'),
    access.fence('clinic.restriction_request', '{consent.read,disclosure.make}', '{consent.record}', false, 'patient_id');
END
$$;
