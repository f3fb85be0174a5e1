import Postgres

/// What an admission record of a submission tells beyond the columns of a file of episodes.
///
/// Codes from 0, or below it the reason why there is none.
struct TEDSDetails: Hashable, Sendable {
  let psychiatricProblem, paymentSource, labourForceDetail, criminalJustice: Int16
  /// A code of ICD-10-CM for the use of substances; nil when there is none.
  let diagnosis: String?

  init(_ admission: TEDSSubmissionRecord) {
    func code(_ element: TEDSElement) -> Int16 {
      guard case .code(let code)? = admission[element] else { return TEDSCode.notCollected.rawValue }
      return code.staged
    }
    (psychiatricProblem, paymentSource) = (code(.suds5), code(.suds11))
    (labourForceDetail, criminalJustice) = (code(.suds12), code(.suds13))
    diagnosis = admission[.suds4]?.text.flatMap { $0.hasPrefix("F") ? $0 : nil }
  }

  /// What goes into the digest of the record beside its columns.
  ///
  /// Empty when nothing of it was collected, so that the record is the same as in a file that cannot tell it.
  var canonical: [UInt8] {
    let codes = [psychiatricProblem, paymentSource, labourForceDetail, criminalJustice]
    if diagnosis == nil, codes.allSatisfy({ $0 == TEDSCode.notCollected.rawValue }) { return [] }
    return codes.flatMap { Array("\($0)".utf8) + [0] } + (diagnosis ?? "").utf8 + [0]
  }

  /// Puts them to the staged records by their lines.
  static func stage(_ details: [Int32: TEDSDetails]) -> SQL {
    let lines = details.sorted { $0.key < $1.key }
    return """
      UPDATE staged
      SET psychiatric_problem = told.psychiatric_problem, payment_source = told.payment_source,
        labour_force_detail = told.labour_force_detail, criminal_justice = told.criminal_justice
      FROM unnest(
        \(lines.map(\.key))::integer[], \(lines.map(\.value.psychiatricProblem))::smallint[],
        \(lines.map(\.value.paymentSource))::smallint[], \(lines.map(\.value.labourForceDetail))::smallint[],
        \(lines.map(\.value.criminalJustice))::smallint[]
      ) AS told (line, psychiatric_problem, payment_source, labour_force_detail, criminal_justice)
      WHERE staged.line = told.line
      """
  }
}
