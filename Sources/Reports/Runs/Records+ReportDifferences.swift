import Clinic
import Foundation
import Postgres
import Records

extension Records {
  /// Explains what became of the figures from one run to another, by causes.
  ///
  /// Throws `NotFound` when there is no such run that the caller may see.
  package func explainReports(
    from first: ReportRun.ID, to last: ReportRun.ID, as caller: Caller
  ) async throws -> ReportDifference {
    let now = clock()
    let action = Action("report.diff", needs: .reportRun, subject: last.rawValue)
    return try await reporting(as: caller, action) { transaction in
      let pair = try await ReportPair(first, last, in: transaction, now: now)
      var explained: [ReportDifference.Explained] = []
      for step in try pair.steps() {
        explained += try await transaction.work(step.counts(), of: step.to.query)
      }
      return ReportDifference(
        before: pair.before.run, after: pair.after.run, explained: explained, figures: pair.figures())
    }
  }

  /// The people behind the difference, at most `limit`, of those whose charts are open to the caller; the audit trail names
  /// them.
  ///
  /// Throws `NotFound` when there is no such run that the caller may see.
  package func peopleBehind(
    from first: ReportRun.ID, to last: ReportRun.ID, limit: Int = 200, as caller: Caller
  ) async throws -> ReportDifference.People {
    let now = clock()
    let pair = try await transaction(
      as: caller, Action("report.diff", needs: .reportRun, subject: last.rawValue)
    ) { try await ReportPair(first, last, in: $0, now: now) }
    let action = Action("report.people", needs: .patientRead, subject: last.rawValue)
    return try await reporting(as: caller, action, naming: { $0.people.map(\.patientID) }) { transaction in
      var people: [ReportDifference.Person] = []
      for step in try pair.steps() where people.count <= limit {
        people += try await transaction.work(
          step.people(limit: limit + 1 - people.count), of: step.to.query)
      }
      return ReportDifference.People(people: Array(people.prefix(limit)), hasMore: people.count > limit)
    }
  }
}

/// Two runs with what they ask.
struct ReportPair: Sendable {
  let before: KeptReport
  let after: KeptReport
  private let places: Places
  private let now: Date

  init(
    _ first: ReportRun.ID, _ last: ReportRun.ID, in transaction: borrowing Transaction, now: Date
  ) async throws {
    let (one, other, places) = try await transaction.run(
      ReportRun.find(first), ReportRun.find(last), Places.query)
    guard let one, let other else { throw NotFound("report run") }
    (before, after, self.places, self.now) = (one, other, Places(all: places), now)
  }

  func steps() throws -> [DifferenceStep] {
    let (first, last) = (try before.run.asked(places, now: now), try after.run.asked(places, now: now))
    guard first.definition.population == last.definition.population else { throw OtherPopulation() }
    // Enquiries are found again by nobody's ledger; their figures are compared alone.
    if first.definition.population == .enquiries { return [] }
    return DifferenceStep.way(from: first, to: last)
  }

  /// The figures that are not the same, by their addresses.
  func figures() -> [ReportDifference.FigureChange] {
    let (old, new) = (Self.figures(before.figures), Self.figures(after.figures))
    let then = Dictionary(old, uniquingKeysWith: { first, _ in first })
    let now = Dictionary(new, uniquingKeysWith: { first, _ in first })
    let addresses = new.map(\.0) + old.map(\.0).filter { now[$0] == nil }
    return addresses.filter { then[$0] != now[$0] }.map {
      ReportDifference.FigureChange(address: $0, before: then[$0], after: now[$0])
    }
  }

  /// Every figure of a kept report, by its address: panel, measure, group, figure and day.
  private static func figures(_ csv: String) -> [(String, String)] {
    csv.split(separator: "\n").dropFirst().map { line in
      let end = line.lastIndex(of: ",") ?? line.startIndex
      return (String(line[..<end]), String(line[line.index(after: end)...]))
    }
  }
}

/// Two runs count different things, so that nobody of the one can be found in the other.
package struct OtherPopulation: Refusal, Hashable {
  package var code: String { "other-population" }
  package var message: String { "One of the reports counts stays and the other episodes." }
  package var field: String? { "other" }
  package var remedy: String { "Compare two runs that count the same." }
  package var kind: RefusalKind { .refusedByRule }
}
