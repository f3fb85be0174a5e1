import Clinic

extension TEDSLayout {
  /// The admission record: 138 characters (SDS 1 to 3, MDS 1 to 19, SuDS 1 to 17).
  package static let admission = TEDSLayout(
    .admission,
    [
      (.sds1, "system transaction", 1, .letter("ACD")),
      (.sds2, "state", 2, .state),
      (.sds3, "reporting month", 6, .month),
      (.mds1, "provider", 15, .identifier),
      (.mds2, "client", 15, .identifier),
      (.mds3, "co-dependent", 1, .code("yes_no", missing: [])),
      (.mds4, "client transaction", 1, .letter("AT")),
      (.mds5, "admission date", 8, .day(isBirth: false)),
      (.mds6, "prior treatment episodes", 1, .number(0...5, missing: [.unknown, .notCollected])),
      (.mds7, "referral source", 2, .asked("referral_source")),
      (.mds8, "date of birth", 8, .day(isBirth: true)),
      (.mds9, "sex", 1, .asked("sex")),
      (.mds10, "race", 2, .asked("race")),
      (.mds11, "ethnicity", 2, .asked("ethnicity")),
      (.mds12, "education in years", 2, .number(0...25, missing: [.unknown, .notCollected])),
      (.mds13, "employment", 2, .asked("employment")),
    ]
      + use("primary", .mds14a, .mds15a, .mds16a, .mds17a)
      + use("secondary", .mds14b, .mds15b, .mds16b, .mds17b)
      + use("tertiary", .mds14c, .mds15c, .mds16c, .mds17c)
      + [
        (.mds18, "service setting", 2, .code("service_setting", missing: [.notApplicable])),
        (.mds19, "medication-assisted opioid therapy", 1, .asked("yes_no", orNotApplicable: true)),
        (.suds1, "detailed drug, primary", 4, .asked("detailed_drug", orNotApplicable: true)),
        (.suds2, "detailed drug, secondary", 4, .asked("detailed_drug", orNotApplicable: true)),
        (.suds3, "detailed drug, tertiary", 4, .asked("detailed_drug", orNotApplicable: true)),
        (.suds4, "diagnosis", 6, .diagnosis),
        (.suds5, "psychiatric problem", 1, .asked("yes_no")),
        (.suds6, "pregnant at admission", 1, .asked("yes_no", orNotApplicable: true)),
        (.suds7, "veteran", 1, .asked("yes_no")),
        (.suds8, "living arrangement", 2, .asked("living_arrangement")),
        (.suds9, "income source", 2, .asked("income_source")),
        (.suds10, "health insurance", 2, .asked("insurance")),
        (.suds11, "expected payment source", 2, .asked("payment_source")),
        (.suds12, "not in labour force, detailed", 2, .asked("labour_force_detail", orNotApplicable: true)),
        (
          .suds13, "criminal justice referral, detailed", 2, .asked("criminal_justice", orNotApplicable: true)
        ),
        (.suds14, "marital status", 2, .asked("marital_status")),
        (.suds15, "days waiting", 3, .number(0...996, missing: [.unknown, .notCollected])),
        // 96 is a number of arrests here, and not a reason.
        (.suds16, "arrests in 30 days", 2, .number(0...96, missing: [.unknown, .notCollected])),
        (.suds17, "self-help in 30 days", 2, .asked("self_help")),
      ])

  private static func use(
    _ rank: String, _ substance: TEDSElement, _ route: TEDSElement, _ frequency: TEDSElement,
    _ age: TEDSElement
  ) -> [(TEDSElement, String, Int, TEDSField.Form)] {
    [
      (substance, "\(rank) substance", 2, .asked("substance")),
      (route, "\(rank) route", 2, .asked("route", orNotApplicable: true)),
      (frequency, "\(rank) frequency", 2, .asked("use_frequency", orNotApplicable: true)),
      (
        age, "\(rank) age at first use", 2,
        .number(0...95, missing: [.notApplicable, .unknown, .notCollected])
      ),
    ]
  }
}
