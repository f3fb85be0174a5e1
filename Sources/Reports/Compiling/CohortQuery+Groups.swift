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
    case .primarySubstance: "used.substance"
    case .referralSource: "intake.referral_source"
    }
  }
}
