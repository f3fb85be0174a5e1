-- What else the TEDS admission record asks about: who is expected to pay (which is not how the person is insured), whether
-- there is a psychiatric problem too, and the detail of being out of the labour force and of a referral by a court.

ALTER TABLE clinic.intake
  ADD COLUMN payment_source smallint CHECK (payment_source BETWEEN 1 AND 9),
  ADD COLUMN payment_source_missing reference.missing_reason,
  ADD COLUMN psychiatric_problem boolean,
  ADD COLUMN psychiatric_problem_missing reference.missing_reason,
  ADD COLUMN labour_force_detail smallint CHECK (labour_force_detail BETWEEN 1 AND 6),
  ADD COLUMN labour_force_detail_missing reference.missing_reason,
  ADD COLUMN criminal_justice smallint CHECK (criminal_justice BETWEEN 1 AND 8),
  ADD COLUMN criminal_justice_missing reference.missing_reason,
  ADD CONSTRAINT intake_detail_or_reason CHECK (
    num_nonnulls(payment_source, payment_source_missing) <= 1
    AND num_nonnulls(psychiatric_problem, psychiatric_problem_missing) <= 1
    AND num_nonnulls(labour_force_detail, labour_force_detail_missing) <= 1
    AND num_nonnulls(criminal_justice, criminal_justice_missing) <= 1);
