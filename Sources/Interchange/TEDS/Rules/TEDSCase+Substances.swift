import Clinic

extension TEDSCase {
  /// E9 and E11 to E14.
  ///
  /// A co-dependent needs no substance.
  func substances(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    var findings: [TEDSFinding] = []
    let isCoDependent = record[.mds3]?.number == 1
    for use in TEDSElement.uses {
      guard let substance = record[use.substance] else { continue }
      if let code = substance.number, code > Substance.none.rawValue {
        findings += told(record, use, code)
      } else if !isCoDependent {
        let applying = [use.route, use.frequency, use.age, use.drug].filter { record[$0]?.number != nil }
        if !applying.isEmpty {
          findings.append(
            TEDSFinding(
              .e9, .admission, [use.substance] + applying, "There are details of no substance."))
        }
      }
    }
    return findings + order(of: record) + (isCoDependent ? [] : medication(of: record))
  }

  private func told(
    _ record: TEDSSubmissionRecord, _ use: TEDSElement.Use, _ substance: Int16
  ) -> [TEDSFinding] {
    var findings: [TEDSFinding] = []
    let missing = [use.route, use.frequency, use.age].filter { record[$0]?.isNotApplicable ?? true }
    if !missing.isEmpty {
      findings.append(
        TEDSFinding(.e9, .admission, [use.substance] + missing, "The substance lacks details."))
    }
    if let born = record[.mds8]?.day, let admitted = record[.mds5]?.day, born <= admitted,
      let age = record[use.age]?.number, Int(age) > born.years(until: admitted)
    {
      findings.append(
        TEDSFinding(.e11, .admission, [use.age, .mds8], "The first use is after the age at admission."))
    }
    if let drug = record[use.drug]?.number, drug / 100 != substance {
      findings.append(
        TEDSFinding(.e12, .admission, [use.drug, use.substance], "The drug is not of the class."))
    }
    return findings
  }

  /// E13.
  private func order(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    var findings: [TEDSFinding] = []
    for (rank, use) in TEDSElement.uses.enumerated() {
      guard let substance = record[use.substance]?.number, substance > Substance.none.rawValue else {
        continue
      }
      let drug = record[use.drug]?.number
      let twin = TEDSElement.uses[..<rank].first { other in
        record[other.substance]?.number == substance && (drug == nil || record[other.drug]?.number == drug)
      }
      if let twin {
        findings.append(
          TEDSFinding(.e13, .admission, [twin.substance, use.substance], "The substance is there twice."))
      }
      if rank > 0, record[TEDSElement.uses[rank - 1].substance]?.number == Substance.none.rawValue {
        findings.append(
          TEDSFinding(
            .e13, .admission, [TEDSElement.uses[rank - 1].substance, use.substance],
            "A substance stands behind an empty place."))
      }
    }
    return findings
  }

  /// E14.
  ///
  /// Whether it is in use may be unknown, but not inapplicable, where the primary substance is an opioid.
  private func medication(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    guard let medication = record[.mds19] else { return [] }
    let opioids = Substance.heroin.rawValue...Substance.otherOpioids.rawValue
    let told = TEDSElement.uses.map { record[$0.substance]?.number.map(opioids.contains) ?? false }
    if told[0], medication.isNotApplicable {
      return [
        TEDSFinding(
          .e14, .admission, [.mds19, .mds14a],
          "The primary substance is an opioid, and medication does not apply.")
      ]
    }
    if medication.number == 1, !told.contains(true) {
      return [
        TEDSFinding(
          .e14, .admission, [.mds19], "There is medication for opioids, and no opioid among the substances.")
      ]
    }
    return []
  }
}
