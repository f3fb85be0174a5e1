import Postgres

/// What is worked out of a cohort: one of ``kinds`` with its settings.
package struct Measure: Hashable, Sendable {
  let asked: any CohortMeasure

  init(_ asked: some CohortMeasure) { self.asked = asked }

  /// Its name in definitions, in files and in JSON.
  package var word: String { type(of: asked).word }

  package static func == (left: Measure, right: Measure) -> Bool {
    AnyHashable(left.asked) == AnyHashable(right.asked)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(asked)) }

  /// Every measure that there is, in the order in which they are listed to people.
  static let kinds: [any CohortMeasure.Type] = [
    Counts.self, Wait.self, Funnel.self, StageFlow.self, LengthOfStay.self, Reasons.self, Retention.self,
    Exits.self, DangerDays.self, ContinuityOfCare.self, Readmission.self, TimeToReturn.self, UnitsOfCare.self,
    NoShows.self, Aims.self, Outcomes.self, ScoreChange.self,
  ]
}

/// One measure of cohorts: how it is asked for, what it says in words, its rows, and the figures made of them.
///
/// Each is one file, which names its source.
protocol CohortMeasure: Hashable, Sendable {
  /// Its name in definitions.
  static var word: String { get }
  /// Of what it can be taken.
  static var populations: Set<Population> { get }
  /// Whether its figures make a picture.
  static var isDrawn: Bool { get }

  /// Reads its settings; nil when only the name of the measure is written.
  init(_ settings: DefinitionNode?) throws(InvalidDefinition)

  /// What it tells, as a sentence of the explanation.
  func sentence(_ population: Population) -> String
  /// How its figures are to be read where people count in different ways.
  var convention: String? { get }

  /// What it reads of the days in treatment and of the reasons for leaving.
  var reading: CohortReading { get }
  /// The rows that it has beside those of the cohort.
  func parts(_ query: CohortQuery) -> [CohortPart]

  /// Works the figures out.
  func result(_ groups: [Group]) throws -> any MeasureResult

  /// Which of its rows a figure counts, as a condition on `row.value` and `row.code`; nil for what counts nobody.
  ///
  /// Rows are those of `part`, or those of the cohort, where `value` is the days and `code` the reason for leaving.
  func members(of figure: String, day: Int?) -> (part: String, condition: SQL)?
}

extension CohortMeasure {
  static var populations: Set<Population> { [.stays, .episodes, .patients] }
  static var isDrawn: Bool { false }
  var convention: String? { nil }
  var reading: CohortReading { CohortReading() }
  func parts(_ query: CohortQuery) -> [CohortPart] { [] }
}

/// What measures read of the plain rows of a cohort; the less, the fewer rows come out of the database.
struct CohortReading: Hashable, Sendable {
  /// How far apart reasons are told.
  enum Detail: Int, Comparable, Sendable {
    case ended, dropout, all

    static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
  }

  /// The last day that is told from those after it; nil when no days are read.
  var horizon: Int?
  /// Whether days beyond the horizon are told apart, too.
  var readsAllDays = false
  var reasons = Detail.ended
  /// Whether people are counted beside stays or episodes.
  var countsPeople = false

  /// What both read.
  func and(_ other: CohortReading) -> CohortReading {
    CohortReading(
      horizon: [horizon, other.horizon].compactMap(\.self).max(),
      readsAllDays: readsAllDays || other.readsAllDays, reasons: max(reasons, other.reasons),
      countsPeople: countsPeople || other.countsPeople)
  }
}

/// Rows of a measure: a statement with the columns panel, member, patient_id, episode_id, value and code.
struct CohortPart {
  /// Told apart from all other parts: the name of the measure, and more where it has several.
  let name: String
  /// What of the cohort the statement reads, beside its groups, person and episode.
  let columns: Set<CohortColumn>
  let rows: SQL

  init(_ name: String, reading columns: Set<CohortColumn>, _ rows: SQL) {
    (self.name, self.columns, self.rows) = (name, columns, rows)
  }
}
