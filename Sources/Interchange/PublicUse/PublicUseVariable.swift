/// The variables of a TEDS-A public-use file, under their names in the codebook.
package enum PublicUseVariable: String, CaseIterable, Sendable {
  case ADMYR, AGE, ALCDRUG, ALCFLG, AMPHFLG, ARRESTS, BARBFLG, BENZFLG, CBSA2010, COKEFLG, DAYWAIT, DETCRIM,
    DETNLF
  case DIVISION, DSMCRIT, EDUC, EMPLOY, ETHNIC, FREQ1, FREQ2, FREQ3, FREQ_ATND_SELF_HELP, FRSTUSE1, FRSTUSE2,
    FRSTUSE3
  case GENDER, HALLFLG, HERFLG, HLTHINS, IDU, INHFLG, LIVARAG, MARFLG, MARSTAT, METHFLG, METHUSE, MTHAMFLG,
    NOPRIOR
  case OPSYNFLG, OTCFLG, OTHERFLG, PCPFLG, PREG, PRIMINC, PRIMPAY, PSOURCE, PSYPROB, RACE, REGION, ROUTE1,
    ROUTE2, ROUTE3
  case SEDHPFLG, SERVICES, STFIPS, STIMFLG, SUB1, SUB2, SUB3, TRNQFLG, VET

  /// The codes of the codebook, without the one for missing.
  var codes: ClosedRange<Int32> {
    switch self {
    case .ADMYR: 1992...2100
    case .STFIPS: 1...78
    case .CBSA2010: 10_000...99_999
    case .SUB1, .SUB2, .SUB3, .DSMCRIT: 1...19
    case .AGE: 1...12
    case .RACE: 1...9
    case .DIVISION: 0...9
    case .SERVICES, .DETCRIM: 1...8
    case .FRSTUSE1, .FRSTUSE2, .FRSTUSE3, .PRIMPAY, .PSOURCE: 1...7
    case .NOPRIOR: 0...5
    case .EDUC, .ETHNIC, .DETNLF, .PRIMINC, .FREQ_ATND_SELF_HELP, .ROUTE1, .ROUTE2, .ROUTE3: 1...5
    case .DAYWAIT, .REGION: 0...4
    case .MARSTAT, .EMPLOY, .HLTHINS: 1...4
    case .ALCDRUG: 0...3
    case .LIVARAG, .FREQ1, .FREQ2, .FREQ3: 1...3
    case .ARRESTS: 0...2
    case .GENDER, .METHUSE, .PREG, .PSYPROB, .VET: 1...2
    case .IDU, .ALCFLG, .AMPHFLG, .BARBFLG, .BENZFLG, .COKEFLG, .HALLFLG, .HERFLG, .INHFLG, .MARFLG, .METHFLG,
      .MTHAMFLG,
      .OPSYNFLG, .OTCFLG, .OTHERFLG, .PCPFLG, .SEDHPFLG, .STIMFLG, .TRNQFLG:
      0...1
    }
  }

  /// The one code for unknown, not collected, invalid and not applicable.
  static let missing: Int32 = -9
}

/// What can be wrong with a row of a public-use file; the raw value is the `kind` in the error report.
enum PublicUseFault: String, Sendable {
  case blankRow = "blank row"
  case raggedRow = "ragged row"
  case unreadable
  case missing
  case unknownCode = "unknown code"
  case duplicate
  case changed = "changed since import"

  var message: String {
    switch self {
    case .blankRow: "The row is padding without a case; remove it."
    case .raggedRow: "The line has another number of fields than the header; check its commas and quotes."
    case .unreadable: "The line is not plain CSV in UTF-8; export the file again."
    case .missing: "The field is empty and may not be; give a code, -9 when it is missing."
    case .unknownCode: "The codebook has no such code for this variable; correct it."
    case .duplicate: "An earlier line of the file has the same case; remove one of the two."
    case .changed: "The case differs from what was imported before; public-use rows are not corrected."
    }
  }
}
