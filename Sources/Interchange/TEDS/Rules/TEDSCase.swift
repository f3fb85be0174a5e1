import Clinic

/// An admission with its discharge, if there is one yet, as the edit rules look at it.
package struct TEDSCase: Sendable {
  package var admission: TEDSSubmissionRecord?
  package var discharge: TEDSSubmissionRecord?
  /// The record of the same episode before this admission; nil for the first.
  package var before: TEDSSubmissionRecord?
  /// When the person first asked for help, as far as that is known.
  package var firstContact: Day?
  /// The last day that anything can have happened on.
  package let latest: Day

  package init(
    admission: TEDSSubmissionRecord? = nil, discharge: TEDSSubmissionRecord? = nil,
    before: TEDSSubmissionRecord? = nil, firstContact: Day? = nil, latest: Day
  ) {
    self.admission = admission
    self.discharge = discharge
    self.before = before
    self.firstContact = firstContact
    self.latest = latest
  }

  /// Everything that is wrong, in the order of the rules.
  package func findings() -> [TEDSFinding] {
    var findings: [TEDSFinding] = []
    if let admission {
      findings += dates(of: admission) + circumstances(of: admission) + substances(of: admission)
      findings += client(of: admission, .mds2)
      if let before { findings += transfer(admission, after: before) }
    }
    if let discharge {
      findings += dates(of: discharge) + status(of: discharge) + client(of: discharge, .dis5)
      if let admission { findings += pair(admission, discharge) }
    }
    return findings.sorted { Self.order($0) < Self.order($1) }
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: TEDSRule.allCases.enumerated().map { ($1, $0) })

  private static func order(_ finding: TEDSFinding) -> Int {
    (places[finding.rule] ?? 0) * 2 + (finding.kind == .admission ? 0 : 1)
  }
}

extension TEDSCase {
  /// E15.
  fileprivate func pair(
    _ admission: TEDSSubmissionRecord, _ discharge: TEDSSubmissionRecord
  ) -> [TEDSFinding] {
    let differing = TEDSElement.copied.filter { discharge[$0.discharge] != admission[$0.admission] }
    guard !differing.isEmpty else { return [] }
    return [
      TEDSFinding(
        .e15, .discharge, differing.map(\.discharge), "The discharge differs from its admission in these.")
    ]
  }

  /// E16.
  fileprivate func transfer(
    _ admission: TEDSSubmissionRecord, after before: TEDSSubmissionRecord
  ) -> [TEDSFinding] {
    let differing = TEDSElement.ofPerson.filter { admission[$0] != before[$0] }
    guard !differing.isEmpty else { return [] }
    return [
      TEDSFinding(.e16, .admission, differing, "The transfer differs from the admission before it in these.")
    ]
  }

  /// E18.
  fileprivate func client(of record: TEDSSubmissionRecord, _ element: TEDSElement) -> [TEDSFinding] {
    guard let client = record[element]?.text else { return [] }
    let hyphen = UInt8(ascii: "-")
    let isRight =
      client.utf8.count <= 15 && client.utf8.first != hyphen && client.utf8.last != hyphen
      && client.utf8.contains { $0 != UInt8(ascii: "0") }
      && client.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == hyphen
      }
    return isRight
      ? [] : [TEDSFinding(.e18, record.kind, [element], "The client's number is of another form.")]
  }
}
