import Postgres

extension CohortQuery {
  /// The code by which rows are put into groups; ``GroupNames`` puts it into words.
  func expression(of grouping: Grouping?) -> SQL {
    switch grouping {
    case nil: "NULL::text"
    case .facility: "\(main).facility_id"
    case .stage: "stay.stage"
    case .service: "stay.service"
    case .serviceType:
      // Outpatient service with medication is the type "methadone" of SAMHSA's tables, coded 0 here.
      """
      CASE WHEN stay.service IN (1, 2) THEN 8 WHEN stay.service = 7 AND stay.medication_assisted THEN 0
        ELSE stay.service END
      """
    case .sex: "person.sex"
    case .age:
      // The lower ends of the bands of the public-use files.
      "width_bucket(\(age), ARRAY[12, 15, 18, 21, 25, 30, 35, 40, 45, 50, 55, 65])"
    case .primarySubstance: "used.substance"
    case .route: "used.route"
    case .referralSource: "intake.referral_source"
    case .insurance: "intake.insurance"
    case .paymentSource, .payer: "intake.payment_source"
    case .admissionYear: "date_part('year', \(day(of: start)))::integer"
    case .admissionMonth: "to_char(\(day(of: start)), 'YYYY-MM')"
    }
  }

  /// Whole years on the day of the start.
  var age: SQL { "date_part('year', age(\(day(of: start)), person.birth_date))::integer" }
}
