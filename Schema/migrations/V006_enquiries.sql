-- Enquiries: a call for help, before any chart exists. A working list, so its rows change in place and carry a version.

CREATE TABLE clinic.enquiry (
  organization_id uuid NOT NULL REFERENCES clinic.organization,
  id uuid NOT NULL,
  facility_id uuid,  -- null until someone decides where the person may go
  received_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  caller_name text CHECK (length(caller_name) BETWEEN 1 AND 200),
  caller_relation text CHECK (caller_relation IN ('self', 'family', 'friend', 'provider', 'court', 'employer', 'other')),
  about_name text CHECK (length(about_name) BETWEEN 1 AND 200),
  callback_number text CHECK (length(callback_number) BETWEEN 1 AND 200),
  safe_times text CHECK (length(safe_times) BETWEEN 1 AND 200),
  consent_to_call boolean,
  consent_to_call_missing reference.missing_reason,
  wants text CHECK (length(wants) BETWEEN 1 AND 10000),
  substance reference.substance_code,
  detailed_drug reference.detailed_drug_code,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'converted', 'lost')),
  loss_reason text CHECK (loss_reason IN
    ('no_bed', 'cost', 'chose_elsewhere', 'not_ready', 'not_suitable', 'unreachable', 'duplicate', 'died', 'other')),
  patient_id uuid,
  owner_id uuid,
  next_action text CHECK (length(next_action) BETWEEN 1 AND 200),
  next_action_due timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, facility_id) REFERENCES clinic.facility,
  FOREIGN KEY (organization_id, patient_id) REFERENCES clinic.patient,
  CONSTRAINT enquiry_consent_or_reason CHECK (num_nonnulls(consent_to_call, consent_to_call_missing) = 1),
  CONSTRAINT enquiry_loss_has_reason CHECK ((state = 'lost') = (loss_reason IS NOT NULL)),
  CONSTRAINT enquiry_conversion_has_patient CHECK ((state = 'converted') = (patient_id IS NOT NULL)),
  CONSTRAINT enquiry_received_before_recorded CHECK (received_at <= recorded_at + interval '5 minutes')
);
CREATE INDEX enquiry_queue ON clinic.enquiry (organization_id, next_action_due, id) WHERE state = 'open';
CREATE INDEX enquiry_by_time ON clinic.enquiry (organization_id, received_at, id);
CREATE INDEX enquiry_of_patient ON clinic.enquiry (organization_id, patient_id) WHERE patient_id IS NOT NULL;

CREATE TABLE clinic.call_attempt (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  enquiry_id uuid NOT NULL,
  at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('answered', 'voicemail', 'left_message', 'no_answer', 'wrong_number')),
  note text CHECK (length(note) BETWEEN 1 AND 10000),
  recorded_at timestamptz NOT NULL,
  recorded_by uuid NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, enquiry_id) REFERENCES clinic.enquiry
);
CREATE INDEX call_attempt_of_enquiry ON clinic.call_attempt (organization_id, enquiry_id, at);
