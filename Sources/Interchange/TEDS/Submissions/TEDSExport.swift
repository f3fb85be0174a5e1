import Clinic
import Crypto
import Foundation
import Postgres
import Records

extension TEDSReport {
  /// Makes the submission of a month, of `facilities` or of all that report and that the caller works in.
  ///
  /// Where nothing changed since the latest submission of the same month and facilities, that one is returned and nothing
  /// is stored. The submission is a disclosure: it stands in the trail and in the accounting of everybody it tells of,
  /// in the same transaction. Throws `NobodyReports`, `InvalidValue` for a month ahead, and other refusals where the
  /// caller may not.
  package func export(
    _ month: TEDSMonth, of asked: [Facility.ID]? = nil, id: TEDSSubmission.ID,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }, once: Once<TEDSSubmission>? = nil
  ) async throws -> TEDSSubmission {
    let now = records.clock()
    let action = Action(.tedsExport, subject: id.rawValue)
    return try await records.transaction(as: caller, naming: action) { transaction in
      try month.check(today: Day(of: now, in: .gmt).adding(days: 1))
      let facilities = try await facilities(asked, transaction)
      // One report at a time: the next one builds on what this one sent.
      try await transaction.run(TEDSSubmissions.lock)
      try await transaction.run(.execute(TEDSProposals.create))
      var proposals = TEDSProposals()
      try await compile(month, of: facilities, transaction, progress: progress) {
        try proposals.add($0)
      } flush: {
        try await proposals.send($0)
      }
      let twice = try await transaction.run(TEDSProposals.twice)
      let difference = TEDSDifference.find(of: facilities, month: month)
      try await transaction.run(.execute(difference))
      let withheld = Int32(proposals.withheld + twice.count)
      let made = try await store(
        id, month, facilities, withheld: withheld, lacking: proposals.lacking, transaction, at: now)
      if let once { try await transaction.run(.execute(try once.claim(for: made.submission, at: now))) }
      return (made.submission, made.shown)
    }
  }

  private func store(
    _ id: TEDSSubmission.ID, _ month: TEDSMonth, _ facilities: [Facility.ID], withheld: Int32,
    lacking: [(element: TEDSElement, count: Int32)], _ transaction: borrowing Transaction, at now: Date
  ) async throws -> (submission: TEDSSubmission, shown: [Patient.ID]) {
    let shown = try await transaction.run(TEDSDifference.patients)
    if shown.isEmpty,
      let latest = try await transaction.run(TEDSSubmissions.latest(of: month, facilities))
    {
      return (latest, [])
    }
    let admissions = try await digest(.admission, transaction)
    let discharges = try await digest(.discharge, transaction)
    let batch = TEDSSubmissions.insert(
      id, month, facilities, withheld: withheld, lacking: lacking, admissions: admissions,
      discharges: discharges, at: now)
    try await transaction.run(.execute(batch))
    try await transaction.run(.execute(TEDSSubmissions.insertRecords(of: id)))
    let accounting = TEDSSubmissions.account(
      for: Array(SHA256.hash(data: admissions + discharges)), notice: try DisclosureNotice.shipped(), at: now)
    try await transaction.run(.execute(accounting))
    let found = try await transaction.run(TEDSSubmissions.find(id))
    guard let submission = found else { throw NotFound("submission") }
    return (submission, shown)
  }

  /// The digest of one file, read in stretches.
  private func digest(
    _ kind: TEDSLayout.Kind, _ transaction: borrowing Transaction
  ) async throws -> [UInt8] {
    var hash = SHA256()
    var place: Int32 = 1
    while true {
      let end = place + 9_999
      let contents = try await transaction.run(TEDSDifference.contents(kind, places: place...end))
      for content in contents { hash.update(data: Array((content + "\n").utf8)) }
      if contents.count < 10_000 { return Array(hash.finalize()) }
      place = end + 1
    }
  }
}
