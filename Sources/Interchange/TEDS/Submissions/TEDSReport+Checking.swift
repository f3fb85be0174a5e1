import Clinic
import Foundation
import Postgres
import Records

extension TEDSReport {
  /// What is wrong with the records of a month, before anything leaves; nothing is stored but the trail, which names
  /// everybody whom the list shows.
  ///
  /// Charts that are closed to the caller are not looked at. Throws `NobodyReports`, and refusals where the caller may
  /// not.
  package func check(
    _ month: TEDSMonth, of asked: [Facility.ID]? = nil, _ filter: TEDSIssueFilter = TEDSIssueFilter(),
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> TEDSCheck {
    let now = records.clock()
    let action = Action("teds.check", needs: .tedsRead)
    return try await records.transaction(as: caller, naming: action) { transaction in
      try month.check(today: Day(of: now, in: .gmt).adding(days: 1))
      let facilities = try await facilities(asked, transaction)
      try await transaction.run(.execute(TEDSProposals.create))
      var proposals = TEDSProposals()
      let handles = try await transaction.run(TEDSIssues.handles)
      var findings = TEDSIssueCollection(filter, handles: handles)
      try await compile(month, of: facilities, transaction, progress: progress) { draft in
        try proposals.add(draft)
        findings.add(draft)
      } flush: {
        try await proposals.send($0)
      }
      for twin in try await transaction.run(TEDSProposals.twice) {
        let spells = try await transaction.run(ReportedSpells.read(twin.ordinal...twin.ordinal))
        for spell in spells { findings.add(spell, twin.kind) }
      }
      let rejected = try await transaction.run(TEDSIssues.rejected(of: facilities, before: month.next))
      for issue in rejected { findings.add(issue) }
      let check = findings.check(of: month, lacking: proposals.lacking)
      return (check, Array(Set(check.issues.map(\.patientID))))
    }
  }
}

/// Issues while they are collected, with no more than the limit of each severity in memory.
private struct TEDSIssueCollection {
  private let filter: TEDSIssueFilter
  private let handles: [UUID: String]
  private var counts: [TEDSRule: Int] = [:]
  private var kept: [TEDSRule.Severity: [TEDSIssue]] = [:]
  private var matching = 0
  private var records: [TEDSLayout.Kind: Int] = [:]
  private var moreUses = 0
  private var shortened = 0

  init(_ filter: TEDSIssueFilter, handles: [UUID: String]) {
    self.filter = filter
    self.handles = handles
  }

  mutating func add(_ draft: TEDSDraft) {
    for record in draft.records { records[record.kind, default: 0] += 1 }
    if draft.admission != nil {
      moreUses += Int(draft.spell.moreUses)
      if let diagnosis = draft.spell.diagnosis, diagnosis.utf8.count > 6 { shortened += 1 }
    }
    for finding in draft.findings { add(issue(finding, draft)) }
  }

  /// The second record of a key.
  mutating func add(_ spell: ReportedSpell, _ kind: String) {
    let kind = TEDSLayout.Kind(rawValue: kind) ?? .admission
    let finding = TEDSFinding(
      .twice, kind, [kind == .admission ? .mds5 : .dis9], "Another record of this person has the same key.")
    add(issue(finding, TEDSDraft(spell: spell)))
  }

  mutating func add(_ issue: TEDSIssue) {
    counts[issue.rule, default: 0] += 1
    guard filter.matches(issue) else { return }
    matching += 1
    if kept[issue.severity, default: []].count < filter.limit {
      kept[issue.severity, default: []].append(issue)
    }
  }

  private func issue(_ finding: TEDSFinding, _ draft: TEDSDraft) -> TEDSIssue {
    let spell = draft.spell
    return TEDSIssue(
      rule: finding.rule, kind: finding.kind, elements: finding.elements, what: finding.what,
      patientID: spell.patientID, client: spell.client, episodeID: spell.episodeID,
      facilityID: spell.facilityID,
      day: finding.kind == .admission ? spell.admitted : spell.discharged ?? spell.admitted,
      owner: draft.owner(of: finding).flatMap { handles[$0] })
  }

  func check(of month: TEDSMonth, lacking: [(element: TEDSElement, count: Int32)]) -> TEDSCheck {
    TEDSCheck(
      month: month, admissions: records[.admission, default: 0], discharges: records[.discharge, default: 0],
      counts: counts,
      issues: Array((kept[.fatal, default: []] + kept[.warning, default: []]).prefix(filter.limit)),
      matching: matching,
      lacking: lacking.map { TEDSSubmission.Lacking(element: $0.element, count: $0.count) },
      moreUses: moreUses, shortened: shortened)
  }
}
