import Clinic
import Foundation
import Postgres

/// Answers packed into numbers, so that people who answered alike are scored once.
struct AnswerSheet: Hashable, Sendable {
  let substance: String?
  /// For each answer the item in the upper half; in the lower half the value, or the reason counted down from -32768.
  let packed: [Int32]

  var answers: [(key: Int16, value: Recorded<Int16>)] {
    packed.map { number in
      let (item, value) = (Int16(truncatingIfNeeded: number >> 16), Int16(truncatingIfNeeded: number))
      let reason = Int(value) - Int(Int16.min)
      return (item, Self.reasons.indices.contains(reason) ? .missing(Self.reasons[reason]) : .value(value))
    }
  }

  private static let reasons = MissingReason.allCases

  /// An answer as a number, of `clinic.screening_answer AS a`.
  static let packing: SQL = """
    (a.item::integer << 16)
      | (coalesce(a.value::integer, array_position(\(reasons.map(\.rawValue))::text[], a.missing::text) - 32769) & 65535)
    """
}

/// Scores sheet after sheet, and the ones that come often only once.
struct RepeatedScoring {
  private let instrument: Instrument
  private let bandSet: String?
  private var known: [AnswerSheet: DerivedFigures?] = [:]
  /// What comes often comes early; more would be slower to look up than to score.
  private static let most = 1 << 12

  init(_ instrument: Instrument, bandSet: String?) {
    self.instrument = instrument
    self.bandSet = bandSet
  }

  /// Nil when the instrument does not take one of the answers.
  mutating func figures(of sheet: AnswerSheet) -> DerivedFigures? {
    if let found = known[sheet] { return found }
    let score = try? instrument.score(each: sheet.answers, substance: sheet.substance, bandSet: bandSet)
    let figures = score.map(DerivedFigures.init)
    if known.count < Self.most { known[sheet] = .some(figures) }
    return figures
  }
}
