/// The columns of a file of treatment episodes, one record an admission with its discharge.
///
/// They are the fields of a TEDS state submission (admission and discharge data sets of SAMHSA) under plain names.
/// The raw value is the place in our order, by which a record keeps its codes.
package enum TEDSColumn: Int, CSVColumn, Sendable {
  case provider, client, coDependent, transaction, admission, priorEpisodes, referralSource, birth, sex, race,
    ethnicity
  case education, employment
  case substance1, route1, frequency1, age1
  case substance2, route2, frequency2, age2
  case substance3, route3, frequency3, age3
  case service, medication, detailed1, detailed2, detailed3
  case pregnant, veteran, living, income, insurance, marital, daysWaiting, arrests, selfHelp
  case lastContact, discharge, reason
  case serviceAtDischarge, substanceAtDischarge, frequencyAtDischarge
  case employmentAtDischarge, livingAtDischarge, arrestsAtDischarge, selfHelpAtDischarge

  /// The name in the header of a file.
  package var name: String { Self.names[rawValue] }

  private static let names = [
    "provider_id", "client_id", "co_dependent", "transaction", "admission_date", "prior_episodes",
    "referral_source",
    "birth_date", "sex", "race", "ethnicity",
    "education", "employment",
    "sub1", "route1", "freq1", "age1",
    "sub2", "route2", "freq2", "age2",
    "sub3", "route3", "freq3", "age3",
    "service", "mat", "detailed1", "detailed2", "detailed3",
    "pregnant", "veteran", "living", "income", "insurance", "marital", "days_waiting", "arrests", "self_help",
    "last_contact_date", "discharge_date", "reason",
    "service_d", "sub1_d", "freq1_d",
    "employment_d", "living_d", "arrests_d", "self_help_d",
  ]

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
}
