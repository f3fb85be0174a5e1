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

  /// The columns: the row, the name, the figures, the sex and the answers.
  init(_ row: Row) throws {
    self.row = try row[0]
    id = try row[1]
    before = try DerivedFigures(row: row, from: 2)
    let packed: [Int32]? = try row[10]
    sheet = AnswerSheet(sex: try row[8], substance: try row[9], packed: packed ?? [])
  }
}

/// Answers packed into numbers, so that people who answered alike are scored once.
struct AnswerSheet: Hashable, Sendable {
  let sex: Sex?
  let substance: String?
  /// For each answer the item in the upper half; in the lower half the value, or the reason counted down from -32768.
  let packed: [Int32]

  var answers: Screening.Answers {
    var answers: Screening.Answers = [:]
    for number in packed {
      let (item, value) = (Int16(truncatingIfNeeded: number >> 16), Int16(truncatingIfNeeded: number))
      let reason = Int(value) - Int(Int16.min)
      let reasons = MissingReason.allCases
      answers[item] = reasons.indices.contains(reason) ? .missing(reasons[reason]) : .value(value)
    }
    return answers
  }

  /// An answer as a number, of `clinic.screening_answer AS a`.
  static let packing: SQL = """
    (a.item::integer << 16)
      | (coalesce(a.value::integer, array_position(\(MissingReason.allCases.map(\.rawValue))::text[], a.missing::text) - 32769)
        & 65535)
    """
}
