import Clinic

/// Which codes each field of a TEDS record knows.
enum TEDSCodes {
  /// A table for every column of codes, by the column's index; nil for texts and dates.
  static let tables: [TEDSCodeTable?] = TEDSColumn.allCases.map(table(for:))

  /// The drugs, by class; also codes that are out of use, for old files.
  static let detailedDrugs: [Int16] =
    [
      201, 301, 302, 401, 501, 601, 801, 901, 902, 1_001, 1_109, 1_201, 1_202, 1_401, 1_403, 1_509, 1_801,
      1_809,
    ]
    + (701...709) + (1_101...1_103) + (1_301...1_310) + (1_501...1_503) + (1_601...1_609) + (1_701...1_705)
    + (2_001...2_004)

  private static let askable: [TEDSCode] = [.unknown, .notCollected]
  private static let any: [TEDSCode] = [.notApplicable, .unknown, .notCollected]

  private static func table(for column: TEDSColumn) -> TEDSCodeTable? {
    switch column {
    case .provider, .client, .transaction, .admission, .birth, .lastContact, .discharge: nil
    case .coDependent: TEDSCodeTable(width: 1, values: 1...2, missing: [])
    case .sex: TEDSCodeTable(width: 1, values: Sex.codes, missing: askable)
    case .race: TEDSCodeTable(width: 2, values: Race.codes, missing: askable)
    case .ethnicity: TEDSCodeTable(width: 2, values: Ethnicity.codes, missing: askable)
    case .priorEpisodes: TEDSCodeTable(width: 1, values: Circumstance.priorEpisodes.codes, missing: askable)
    case .referralSource: TEDSCodeTable(width: 2, values: Circumstance.referralSource.codes, missing: askable)
    case .education: TEDSCodeTable(width: 2, values: Circumstance.educationYears.codes, missing: askable)
    case .employment, .employmentAtDischarge:
      TEDSCodeTable(width: 2, values: Circumstance.employment.codes, missing: askable)
    case .living, .livingAtDischarge:
      TEDSCodeTable(width: 2, values: Circumstance.livingArrangement.codes, missing: askable)
    case .income: TEDSCodeTable(width: 2, values: Circumstance.incomeSource.codes, missing: askable)
    case .insurance: TEDSCodeTable(width: 2, values: Circumstance.insurance.codes, missing: askable)
    case .marital: TEDSCodeTable(width: 2, values: Circumstance.maritalStatus.codes, missing: askable)
    case .daysWaiting: TEDSCodeTable(width: 3, values: Circumstance.daysWaiting.codes, missing: askable)
    // 96 is a number of arrests here, and not a reason.
    case .arrests, .arrestsAtDischarge:
      TEDSCodeTable(width: 2, values: Circumstance.arrestsPast30Days.codes, missing: askable)
    case .selfHelp, .selfHelpAtDischarge:
      TEDSCodeTable(width: 2, values: Circumstance.selfHelp.codes, missing: askable)
    case .pregnant, .veteran, .medication: yesOrNo
    case .substance1, .substance2, .substance3, .substanceAtDischarge:
      TEDSCodeTable(width: 2, values: Substance.codes, missing: askable)
    case .route1, .route2, .route3: TEDSCodeTable(width: 2, values: Route.codes, missing: any)
    case .frequency1, .frequency2, .frequency3, .frequencyAtDischarge:
      TEDSCodeTable(width: 2, values: UseFrequency.codes, missing: any)
    case .age1, .age2, .age3: TEDSCodeTable(width: 2, values: 0...95, missing: any)
    case .detailed1, .detailed2, .detailed3: TEDSCodeTable(width: 4, values: detailedDrugs, missing: any)
    case .service, .serviceAtDischarge:
      TEDSCodeTable(width: 2, values: ServiceSetting.codes, missing: [.notApplicable])
    case .reason: TEDSCodeTable(width: 2, values: DischargeReason.codes, missing: [])
    }
  }

  /// 1 yes, 2 no; stored as 1 and 0.
  private static let yesOrNo = TEDSCodeTable(width: 1, values: 1...2, missing: any) { $0 % 2 }
}

extension CaseIterable where Self: RawRepresentable<Int16> {
  fileprivate static var codes: [Int16] { allCases.map(\.rawValue) }
}

extension Circumstance {
  fileprivate var codes: [Int16] { (0...996).filter(allows) }
}
