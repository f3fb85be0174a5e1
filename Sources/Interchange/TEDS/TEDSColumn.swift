/// The columns of a file of treatment episodes, one record an admission with its discharge.
///
/// They are the fields of a TEDS state submission (admission and discharge data sets of SAMHSA) under plain names.
package enum TEDSColumn: String, CaseIterable, Sendable, Hashable {
  case provider = "provider_id"
  case client = "client_id"
  case coDependent = "co_dependent"
  case transaction
  case admission = "admission_date"
  case priorEpisodes = "prior_episodes"
  case referralSource = "referral_source"
  case birth = "birth_date"
  case sex, race, ethnicity, education, employment
  case substance1 = "sub1"
  case route1
  case frequency1 = "freq1"
  case age1
  case substance2 = "sub2"
  case route2
  case frequency2 = "freq2"
  case age2
  case substance3 = "sub3"
  case route3
  case frequency3 = "freq3"
  case age3
  case service
  case medication = "mat"
  case detailed1, detailed2, detailed3
  case pregnant, veteran, living, income, insurance, marital
  case daysWaiting = "days_waiting"
  case arrests
  case selfHelp = "self_help"
  case lastContact = "last_contact_date"
  case discharge = "discharge_date"
  case reason
  case serviceAtDischarge = "service_d"
  case substanceAtDischarge = "sub1_d"
  case frequencyAtDischarge = "freq1_d"
  case employmentAtDischarge = "employment_d"
  case livingAtDischarge = "living_d"
  case arrestsAtDischarge = "arrests_d"
  case selfHelpAtDischarge = "self_help_d"

  /// The columns of one substance, in the order of importance.
  struct Use {
    let substance, detailed, route, frequency, age: TEDSColumn
  }

  static let uses = [
    Use(substance: .substance1, detailed: .detailed1, route: .route1, frequency: .frequency1, age: .age1),
    Use(substance: .substance2, detailed: .detailed2, route: .route2, frequency: .frequency2, age: .age2),
    Use(substance: .substance3, detailed: .detailed3, route: .route3, frequency: .frequency3, age: .age3),
  ]

  /// The columns that no record may leave empty.
  static let required: [TEDSColumn] = [
    .provider, .client, .coDependent, .transaction, .admission, .birth, .sex, .substance1, .service,
  ]

  /// The place of the column in `allCases`.
  var index: Int { Self.indices[self] ?? 0 }

  private static let indices = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
