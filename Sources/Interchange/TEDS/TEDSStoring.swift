import Foundation
import Postgres

/// The statements that store the staged records of one stretch of the file, parents before children.
///
/// Identifiers grow with the ordinal, so every index but the one of identifiers is filled in order.
struct TEDSStoring {
  let now: Date
  /// The records with an ordinal in this range.
  let ordinals: Range<Int32>

  /// The statements in their order.
  var statements: [SQL] {
    [
      patients, demographics, identifiers, intakes, uses, episodes, episodeFacts, stays, stayFacts, moves,
      statuses,
    ]
  }

  private var patients: SQL {
    """
    INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
    SELECT (SELECT access.organization()), patient_id, \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND owns_patient
    """
  }

  private var demographics: SQL {
    """
    INSERT INTO clinic.demographics
      (organization_id, id, patient_id, name_missing, birth_date, birth_date_missing, sex, sex_missing,
      race, race_missing, ethnicity, ethnicity_missing, known_from, recorded_by)
    SELECT (SELECT access.organization()), demographics_id, patient_id, 'not_collected',
      birth_date, clinic.coded_reason(birth_code), clinic.coded_value(sex), clinic.coded_reason(sex),
      clinic.coded_value(race), clinic.coded_reason(race),
      clinic.coded_value(ethnicity), clinic.coded_reason(ethnicity), \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND owns_patient
    """
  }

  private var identifiers: SQL {
    """
    INSERT INTO clinic.patient_identifier (organization_id, id, patient_id, system, value, known_from, recorded_by)
    SELECT (SELECT access.organization()), identifier_id, patient_id, 'teds:' || provider, client, \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch) AND owns_patient
    ORDER BY provider COLLATE "C", client COLLATE "C"
    """
  }

  private var intakes: SQL {
    """
    INSERT INTO clinic.intake
      (organization_id, id, patient_id, facility_id, at, referral_source, referral_source_missing,
      prior_episodes, prior_episodes_missing, education_years, education_years_missing,
      employment, employment_missing, living_arrangement, living_arrangement_missing,
      income_source, income_source_missing, insurance, insurance_missing, marital_status, marital_status_missing,
      pregnant, pregnant_missing, veteran, veteran_missing, days_waiting, days_waiting_missing,
      arrests_past_30_days, arrests_past_30_days_missing, self_help, self_help_missing,
      psychiatric_problem, psychiatric_problem_missing, payment_source, payment_source_missing,
      labour_force_detail, labour_force_detail_missing, criminal_justice, criminal_justice_missing,
      known_from, recorded_by)
    SELECT (SELECT access.organization()), intake_id, patient_id, facility_id, starts,
      clinic.coded_value(referral_source), clinic.coded_reason(referral_source),
      clinic.coded_value(prior_episodes), clinic.coded_reason(prior_episodes),
      clinic.coded_value(education), clinic.coded_reason(education),
      clinic.coded_value(employment), clinic.coded_reason(employment),
      clinic.coded_value(living), clinic.coded_reason(living),
      clinic.coded_value(income), clinic.coded_reason(income),
      clinic.coded_value(insurance), clinic.coded_reason(insurance),
      clinic.coded_value(marital), clinic.coded_reason(marital),
      CASE WHEN pregnant >= 0 THEN pregnant = 1 END, clinic.coded_reason(pregnant),
      CASE WHEN veteran >= 0 THEN veteran = 1 END, clinic.coded_reason(veteran),
      clinic.coded_value(days_waiting), clinic.coded_reason(days_waiting),
      clinic.coded_value(arrests), clinic.coded_reason(arrests),
      clinic.coded_value(self_help), clinic.coded_reason(self_help),
      CASE WHEN psychiatric_problem >= 0 THEN psychiatric_problem = 1 END, clinic.coded_reason(psychiatric_problem),
      clinic.coded_value(payment_source), clinic.coded_reason(payment_source),
      clinic.coded_value(labour_force_detail), clinic.coded_reason(labour_force_detail),
      clinic.coded_value(criminal_justice), clinic.coded_reason(criminal_justice),
      \(now), (SELECT access.staff_member())
    FROM staged WHERE \(stretch)
    """
  }

  /// A second or third substance "none" only says that the list ends, and is no row.
  private var uses: SQL {
    """
    INSERT INTO clinic.substance_use
      (organization_id, id, patient_id, intake_id, rank, substance, substance_missing,
      detailed_drug, detailed_drug_missing, route, route_missing, frequency, frequency_missing,
      age_at_first_use, age_at_first_use_missing, known_from, recorded_by)
    SELECT (SELECT access.organization()), u.id, s.patient_id, s.intake_id, u.rank,
      clinic.coded_value(u.substance), clinic.coded_reason(u.substance),
      clinic.coded_value(u.detailed), clinic.coded_reason(u.detailed),
      clinic.coded_value(u.route), clinic.coded_reason(u.route),
      clinic.coded_value(u.frequency), clinic.coded_reason(u.frequency),
      clinic.coded_value(u.age), clinic.coded_reason(u.age), \(now), (SELECT access.staff_member())
    FROM staged AS s
    CROSS JOIN LATERAL (VALUES
      (1::smallint, s.use1_id, s.sub1, s.detailed1, s.route1, s.freq1, s.age1),
      (2::smallint, s.use2_id, s.sub2, s.detailed2, s.route2, s.freq2, s.age2),
      (3::smallint, s.use3_id, s.sub3, s.detailed3, s.route3, s.freq3, s.age3)
    ) AS u (rank, id, substance, detailed, route, frequency, age)
    WHERE \(stretch) AND (u.rank = 1 OR u.substance <> 1)
    """
  }

  /// The diagnoses of staged records by their lines; one that the person has already stays as it is.
  static func diagnoses(_ codes: [Int32: String], at now: Date) -> SQL {
    let lines = codes.sorted { $0.key < $1.key }
    return """
      INSERT INTO clinic.diagnosis (organization_id, id, patient_id, code, rank, at, known_from, recorded_by)
      SELECT (SELECT access.organization()), gen_random_uuid(), s.patient_id, d.code, 1, s.starts, \(now),
        (SELECT access.staff_member())
      FROM unnest(\(lines.map(\.key))::integer[], \(lines.map(\.value))::text[]) AS d (line, code)
      JOIN staged AS s ON s.line = d.line
      ORDER BY s.starts, d.line
      ON CONFLICT DO NOTHING
      """
  }
}
