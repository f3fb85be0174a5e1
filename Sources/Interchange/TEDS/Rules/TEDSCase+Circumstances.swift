import Clinic

extension TEDSCase {
  /// E5, E6, E7, E8 and E17 of an admission.
  func circumstances(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    var findings: [TEDSFinding] = []
    let isByCourt = record[.mds7]?.number == 7
    if let detail = record[.suds13], record[.mds7] != nil, isByCourt == detail.isNotApplicable {
      findings.append(
        TEDSFinding(
          .e5, .admission, [.mds7, .suds13],
          isByCourt
            ? "The referral is by a court, and its detail does not apply."
            : "The referral is not by a court, and it has a detail of one."))
    }
    findings += labour(record, .mds13, .suds12)
    if record[.mds9]?.number == Sex.male.rawValue, let pregnant = record[.suds6], !pregnant.isNotApplicable {
      findings.append(
        TEDSFinding(.e7, .admission, [.mds9, .suds6], "The person is male, and pregnancy applies."))
    }
    findings += service(record, .mds18, coDependent: .mds3)
    if let diagnosis = record[.suds4]?.text, !Self.isOfSubstances(diagnosis) {
      findings.append(
        TEDSFinding(.e17, .admission, [.suds4], "The diagnosis is not one of substance use."))
    }
    return findings
  }

  /// E6, E8 and E10 of a discharge.
  func status(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    var findings = labour(record, .dis24, .dis25) + service(record, .dis7, coDependent: .dis6)
    for use in TEDSElement.usesAtDischarge {
      guard let substance = record[use.substance]?.number, substance > Substance.none.rawValue,
        record[use.frequency]?.isNotApplicable ?? true
      else { continue }
      findings.append(
        TEDSFinding(
          .e10, .discharge, [use.substance, use.frequency], "There is a substance without a frequency."))
    }
    return findings
  }

  /// E6.
  private func labour(
    _ record: TEDSSubmissionRecord, _ employment: TEDSElement, _ detail: TEDSElement
  ) -> [TEDSFinding] {
    guard let told = record[detail], let employed = record[employment],
      (employed.number == 4) == told.isNotApplicable
    else { return [] }
    return [
      TEDSFinding(
        .e6, record.kind, [employment, detail],
        employed.number == 4
          ? "The person is not in the labour force, and the detail does not apply."
          : "There is a detail for somebody who is not out of the labour force.")
    ]
  }

  /// E8.
  private func service(
    _ record: TEDSSubmissionRecord, _ element: TEDSElement, coDependent: TEDSElement
  ) -> [TEDSFinding] {
    guard let service = record[element], record[coDependent]?.number == 2, service.isNotApplicable else {
      return []
    }
    return [TEDSFinding(.e8, record.kind, [element, coDependent], "A client in treatment has no service.")]
  }

  /// F10 to F19 of ICD-10-CM, or the codes of DSM-IV for substances.
  private static func isOfSubstances(_ code: String) -> Bool {
    ["F1", "291", "292", "303", "304", "305"].contains { code.hasPrefix($0) }
  }
}
