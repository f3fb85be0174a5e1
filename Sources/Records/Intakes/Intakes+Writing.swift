import Clinic
import Foundation
import Postgres

extension Records {
  /// Records an intake, in one transaction: the person if new, the circumstances, substances and diagnoses, and the
  /// enquiry that it came from as converted.
  ///
  /// The person is given when there is no chart yet, under the identifier that the intake names.
  package func record(
    _ intake: Intake, patient: Patient?, as caller: Caller, once: Once<Intake>? = nil
  ) async throws {
    let now = clock()
    let action = Action(.intakeRecord, patients: [intake.patientID], subject: intake.id.rawValue)
    try await judging(action, as: caller) {
      for (index, diagnosis) in intake.diagnoses.enumerated() {
        try diagnosis.code.checkWithdrawal(field: "diagnoses[\(index)].code")
      }
    }
    var statements: [SQL] = []
    if let patient {
      statements += Patients.insert(patient, at: now)
    } else {
      statements.append(Patients.touch(intake.patientID))
    }
    statements.append(Intakes.insert(intake, at: now))
    statements += Intakes.insert(intake.substances, of: intake, at: now)
    statements += intake.diagnoses.map { Intakes.insert($0, of: intake, at: now) }
    if let enquiry = intake.enquiryID {
      statements.append(
        change(
          enquiry, version: nil,
          "state = 'converted', patient_id = \(intake.patientID), next_action = NULL, next_action_due = NULL")
      )
    }
    try await write(statements, as: caller, action, once: once, for: intake)
  }
}

extension Patients {
  /// Everything that is known of a person who is new here.
  static func insert(_ patient: Patient, at now: Date) -> [SQL] {
    [insertIdentity(patient.id, at: now), insert(patient.demographics, of: patient.id, at: now)]
      + patient.contacts.map { insert($0, of: patient.id, at: now) }
      + patient.numbers.map { insert($0, of: patient.id, at: now) }
  }

  /// Grows the version of a chart, or ends the unit when there is no such chart.
  static func touch(_ id: Patient.ID) -> SQL {
    """
    WITH touched AS (
      UPDATE clinic.patient SET version = version + 1
      WHERE organization_id = access.organization() AND id = \(id)
      RETURNING id
    )
    SELECT access.insist(EXISTS (SELECT FROM touched), 'SW004', 'patient')
    """
  }

  /// Ends the unit when there is no such person for the caller.
  static func mustExist(_ id: Patient.ID) -> SQL {
    """
    SELECT access.insist(
      EXISTS (SELECT FROM clinic.patient WHERE organization_id = access.organization() AND id = \(id)),
      'SW004', 'patient')
    """
  }

  private static func insertIdentity(_ id: Patient.ID, at now: Date) -> SQL {
    """
    INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
    VALUES (access.organization(), \(id), \(now), access.staff_member())
    """
  }

  private static func insert(_ demographics: Demographics, of id: Patient.ID, at now: Date) -> SQL {
    """
    INSERT INTO clinic.demographics (
      organization_id, id, patient_id, given_name, family_name, name_missing, preferred_name,
      birth_date, birth_date_missing, sex, sex_missing, race, race_missing, ethnicity, ethnicity_missing,
      known_from, recorded_by)
    VALUES (
      access.organization(), gen_random_uuid(), \(id), \(demographics.name.value?.given),
      \(demographics.name.value?.family), \(demographics.name.missing)::reference.missing_reason,
      \(demographics.preferredName),
      \(demographics.birthDate.value), \(demographics.birthDate.missing)::reference.missing_reason,
      \(demographics.sex.value), \(demographics.sex.missing)::reference.missing_reason,
      \(demographics.race.value), \(demographics.race.missing)::reference.missing_reason,
      \(demographics.ethnicity.value), \(demographics.ethnicity.missing)::reference.missing_reason,
      \(now), access.staff_member())
    """
  }

  private static func insert(_ contact: Contact, of id: Patient.ID, at now: Date) -> SQL {
    """
    INSERT INTO clinic.patient_contact (
      organization_id, id, patient_id, kind, value, relation, safe_to_contact, safe_to_contact_missing, known_from,
      recorded_by)
    VALUES (
      access.organization(), \(contact.id), \(id), \(contact.kind), \(contact.value), \(contact.relation),
      \(contact.safeToContact.value), \(contact.safeToContact.missing)::reference.missing_reason, \(now),
      access.staff_member())
    """
  }

  private static func insert(_ number: Patient.Number, of id: Patient.ID, at now: Date) -> SQL {
    """
    INSERT INTO clinic.patient_identifier (organization_id, id, patient_id, system, value, known_from, recorded_by)
    VALUES (
      access.organization(), gen_random_uuid(), \(id), \(number.system), \(number.value), \(now), access.staff_member())
    """
  }
}

extension Patient.Name: PostgresEncodable, PostgresDecodable {}
extension DiagnosisCode: PostgresEncodable, PostgresDecodable {}

extension Intakes {
  static func insert(_ intake: Intake, at now: Date) -> SQL {
    func value(_ circumstance: Circumstance) -> Int16? { intake.circumstances[circumstance]?.value }
    func missing(_ circumstance: Circumstance) -> SQL {
      "\(intake.circumstances[circumstance]?.missing)::reference.missing_reason"
    }
    return """
      INSERT INTO clinic.intake (
        organization_id, id, patient_id, facility_id, enquiry_id, first_contact_at, at,
        referral_source, referral_source_missing, prior_episodes, prior_episodes_missing,
        education_years, education_years_missing, employment, employment_missing,
        living_arrangement, living_arrangement_missing, income_source, income_source_missing,
        insurance, insurance_missing, marital_status, marital_status_missing,
        pregnant, pregnant_missing, veteran, veteran_missing, days_waiting, days_waiting_missing,
        arrests_past_30_days, arrests_past_30_days_missing, self_help, self_help_missing,
        payment_source, payment_source_missing, psychiatric_problem, psychiatric_problem_missing,
        labour_force_detail, labour_force_detail_missing, criminal_justice, criminal_justice_missing,
        notes, known_from, recorded_by)
      VALUES (
        access.organization(), \(intake.id), \(intake.patientID), \(intake.facilityID), \(intake.enquiryID),
        \(intake.firstContactAt), \(intake.at),
        \(value(.referralSource)), \(missing(.referralSource)), \(value(.priorEpisodes)), \(missing(.priorEpisodes)),
        \(value(.educationYears)), \(missing(.educationYears)), \(value(.employment)), \(missing(.employment)),
        \(value(.livingArrangement)), \(missing(.livingArrangement)),
        \(value(.incomeSource)), \(missing(.incomeSource)),
        \(value(.insurance)), \(missing(.insurance)), \(value(.maritalStatus)), \(missing(.maritalStatus)),
        \(value(.pregnant).map { $0 == 1 }), \(missing(.pregnant)),
        \(value(.veteran).map { $0 == 1 }), \(missing(.veteran)), \(value(.daysWaiting)), \(missing(.daysWaiting)),
        \(value(.arrestsPast30Days)), \(missing(.arrestsPast30Days)), \(value(.selfHelp)), \(missing(.selfHelp)),
        \(value(.paymentSource)), \(missing(.paymentSource)),
        \(value(.psychiatricProblem).map { $0 == 1 }), \(missing(.psychiatricProblem)),
        \(value(.labourForceDetail)), \(missing(.labourForceDetail)),
        \(value(.criminalJustice)), \(missing(.criminalJustice)),
        \(intake.notes), \(now), access.staff_member())
      """
  }

  /// All substances in one statement; no statement for none.
  static func insert(_ uses: [SubstanceUse], of intake: Intake, at now: Date) -> [SQL] {
    guard let first = uses.first else { return [] }
    let rows = uses.dropFirst().reduce(row(first, of: intake, at: now)) {
      "\($0), \(row($1, of: intake, at: now))"
    }
    let statement: SQL = """
      INSERT INTO clinic.substance_use (
        organization_id, id, patient_id, intake_id, rank, substance, substance_missing,
        detailed_drug, detailed_drug_missing, form, form_missing, route, route_missing, frequency, frequency_missing,
        age_at_first_use, age_at_first_use_missing, last_use, last_use_missing, dose, dose_missing,
        origin, origin_missing, known_from, recorded_by)
      VALUES \(rows)
      """
    return [statement]
  }

  private static func row(_ use: SubstanceUse, of intake: Intake, at now: Date) -> SQL {
    """
    (
      access.organization(), \(use.id), \(intake.patientID), \(intake.id), \(use.rank),
      \(use.substance.value), \(use.substance.missing)::reference.missing_reason,
      \(use.detailedDrug.value), \(use.detailedDrug.missing)::reference.missing_reason,
      \(use.form.value), \(use.form.missing)::reference.missing_reason,
      \(use.route.value), \(use.route.missing)::reference.missing_reason,
      \(use.frequency.value), \(use.frequency.missing)::reference.missing_reason,
      \(use.ageAtFirstUse.value), \(use.ageAtFirstUse.missing)::reference.missing_reason,
      \(use.lastUse.value), \(use.lastUse.missing)::reference.missing_reason,
      \(use.dose.value), \(use.dose.missing)::reference.missing_reason,
      \(use.origin.value), \(use.origin.missing)::reference.missing_reason, \(now), access.staff_member())
    """
  }

  static func insert(_ diagnosis: Diagnosis, of intake: Intake, at now: Date) -> SQL {
    """
    INSERT INTO clinic.diagnosis (organization_id, id, patient_id, code, rank, at, known_from, recorded_by)
    VALUES (
      access.organization(), \(diagnosis.id), \(intake.patientID), \(diagnosis.code), \(diagnosis.rank),
      \(intake.at), \(now), access.staff_member())
    """
  }
}
