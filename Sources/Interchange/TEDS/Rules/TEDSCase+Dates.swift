import Clinic

extension TEDSCase {
  private static let earliest = Day(year: 1920, month: 1, day: 1)

  /// E1, E2 and E4 of an admission; E1 and E3 of a discharge.
  func dates(of record: TEDSSubmissionRecord) -> [TEDSFinding] {
    switch record.kind {
    case .admission: admissionDates(record)
    case .discharge: dischargeDates(record)
    }
  }

  private func admissionDates(_ record: TEDSSubmissionRecord) -> [TEDSFinding] {
    guard let admitted = record[.mds5]?.day else { return [] }
    var findings = outside(record, [.mds5])
    if let born = record[.mds8]?.day {
      if born > admitted {
        findings.append(TEDSFinding(.e2, .admission, [.mds8, .mds5], "The birth is after the admission."))
      } else if born.years(until: admitted) > 150 {
        findings.append(
          TEDSFinding(.e2, .admission, [.mds8, .mds5], "The person would be older than 150 years."))
      }
    }
    if let firstContact, firstContact > admitted {
      findings.append(TEDSFinding(.e4, .admission, [.mds5], "The first contact is after the admission."))
    }
    return findings
  }

  private func dischargeDates(_ record: TEDSSubmissionRecord) -> [TEDSFinding] {
    var findings = outside(record, [.dis15, .dis8, .dis9])
    if (record[.dis9] == nil) != (record[.dis10] == nil) {
      let missing: TEDSElement = record[.dis9] == nil ? .dis9 : .dis10
      findings.append(
        TEDSFinding(.e3, .discharge, [missing], "Of the date and the reason only one is there."))
    }
    let inOrder: [(TEDSElement, TEDSElement, String)] = [
      (.dis15, .dis8, "The last contact is before the admission."),
      (.dis8, .dis9, "The last contact is after the discharge."),
      (.dis15, .dis9, "The discharge is before the admission."),
    ]
    for (first, second, what) in inOrder {
      guard let earlier = record[first]?.day, let later = record[second]?.day, earlier > later else {
        continue
      }
      findings.append(TEDSFinding(.e1, .discharge, [first, second], what))
    }
    return findings
  }

  /// The days that nothing can have happened on.
  private func outside(_ record: TEDSSubmissionRecord, _ elements: [TEDSElement]) -> [TEDSFinding] {
    elements.compactMap { element in
      guard let day = record[element]?.day else { return nil }
      if day > latest { return TEDSFinding(.e1, record.kind, [element], "The day is ahead of today.") }
      if let earliest = Self.earliest, day < earliest {
        return TEDSFinding(.e1, record.kind, [element], "The day is before 1920.")
      }
      return nil
    }
  }
}
