import Clinic
import Foundation
import Postgres

/// Screenings that are to be scored anew, by a definition and a set of bands.
package struct Rescoring: Sendable {
  /// The definition that they are scored by.
  package let instrument: Instrument
  package let scope: Scope

  package init(by instrument: Instrument, scope: Scope = .outdated) {
    self.instrument = instrument
    self.scope = scope
  }

  /// Which screenings of the instrument are meant.
  package enum Scope: Sendable {
    /// Those of another version, or read by another set of bands than the clinic's.
    case outdated
    /// All of them, to find out whether what is stored is what the definition derives.
    case all
  }
}

/// Which part of the screenings is read, and how.
struct RescoringPart: Sendable {
  /// The sheets from this one on; nil from the first on.
  var from: UUID?
  /// The sheets before this one; nil up to the last.
  var to: UUID?
  /// Whether all answers are read in their order, which is right where most of them are wanted.
  var isWhole = false
}

/// What scoring anew comes to.
package struct RescoringOutcome: Sendable, Hashable {
  /// How many screenings were looked at.
  package fileprivate(set) var count = 0
  /// How many come to another total, band or flag.
  package fileprivate(set) var changed = 0
  /// How many have an answer that the definition does not take, and so stay as they are.
  package fileprivate(set) var unfit = 0
  /// The first that change, or do not fit.
  package fileprivate(set) var examples: [Example] = []

  /// One screening, before and after.
  package struct Example: Sendable, Hashable {
    package let id: Screening.ID
    package let before: DerivedFigures
    /// Nil where the definition does not take an answer.
    package let after: DerivedFigures?
  }

  fileprivate static let mostExamples = 20

  /// Counts one screening; `after` is nil where an answer does not fit.
  mutating func note(_ id: Screening.ID, _ before: DerivedFigures, _ after: DerivedFigures?) {
    count += 1
    if let after, after == before { return }
    if after == nil { unfit += 1 } else { changed += 1 }
    if examples.count < Self.mostExamples { examples.append(Example(id: id, before: before, after: after)) }
  }

  /// Adds what another part came to.
  mutating func add(_ other: RescoringOutcome) {
    count += other.count
    changed += other.changed
    unfit += other.unfit
    examples += other.examples.prefix(Self.mostExamples - examples.count)
  }
}

/// What is stored of a score.
package struct DerivedFigures: Sendable, Hashable {
  package let total: Int16?
  package let atLeast: Int16?
  package let answered: Int16
  package let required: Int16
  package let band: String?
  package let flags: [String]

  package init(_ score: Score) {
    total = score.storedTotal
    atLeast = score.storedBound
    answered = Int16(clamping: score.completeness.answered)
    required = Int16(clamping: score.completeness.required)
    band = score.storedBand
    flags = score.flags.map(\.slug)
  }

  init(row: Row, from first: Int) throws {
    total = try row[first]
    atLeast = try row[first + 1]
    answered = try row[first + 2]
    required = try row[first + 3]
    band = try row[first + 4]
    flags = try row[first + 5]
  }
}

/// A screening with its answers, as it is read to be scored anew.
struct RescoringRow: Sendable {
  let row: UUID
  let id: Screening.ID
  let before: DerivedFigures
  let sheet: AnswerSheet

  /// The columns: the row, the name, the figures, the substance and the answers.
  init(_ row: Row) throws {
    self.row = try row[0]
    id = try row[1]
    before = try DerivedFigures(row: row, from: 2)
    let packed: [Int32]? = try row[9]
    sheet = AnswerSheet(substance: try row[8], packed: packed ?? [])
  }
}
