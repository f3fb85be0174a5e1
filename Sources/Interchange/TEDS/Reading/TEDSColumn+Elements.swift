import Clinic

extension TEDSColumn {
  /// The element of the submission that holds the same.
  var element: TEDSElement {
    switch self {
    case .provider: .mds1
    case .client: .mds2
    case .coDependent: .mds3
    case .transaction: .mds4
    case .admission: .mds5
    case .priorEpisodes: .mds6
    case .referralSource: .mds7
    case .birth: .mds8
    case .sex: .mds9
    case .race: .mds10
    case .ethnicity: .mds11
    case .education: .mds12
    case .employment: .mds13
    case .substance1: .mds14a
    case .route1: .mds15a
    case .frequency1: .mds16a
    case .age1: .mds17a
    case .substance2: .mds14b
    case .route2: .mds15b
    case .frequency2: .mds16b
    case .age2: .mds17b
    case .substance3: .mds14c
    case .route3: .mds15c
    case .frequency3: .mds16c
    case .age3: .mds17c
    case .service: .mds18
    case .medication: .mds19
    case .detailed1: .suds1
    case .detailed2: .suds2
    case .detailed3: .suds3
    case .pregnant: .suds6
    case .veteran: .suds7
    case .living: .suds8
    case .income: .suds9
    case .insurance: .suds10
    case .marital: .suds14
    case .daysWaiting: .suds15
    case .arrests: .suds16
    case .selfHelp: .suds17
    case .lastContact: .dis8
    case .discharge: .dis9
    case .reason: .dis10
    case .serviceAtDischarge: .dis7
    case .substanceAtDischarge: .dis21a
    case .frequencyAtDischarge: .dis22a
    case .employmentAtDischarge: .dis24
    case .livingAtDischarge: .dis23
    case .arrestsAtDischarge: .dis26
    case .selfHelpAtDischarge: .dis27
    }
  }

  /// The text of the column in a file of episodes.
  func text(_ admission: TEDSSubmissionRecord, _ discharge: TEDSSubmissionRecord?) -> String {
    let record = element.rawValue < TEDSElement.dis1.rawValue ? admission : discharge
    guard let record, let field = record.layout.field(of: element), let value = record[element] else {
      return ""
    }
    if let day = value.day { return day.description }
    var bytes: [UInt8] = []
    // What was read can be written.
    try? field.write(value, to: &bytes)
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }
}
