import Clinic
import Postgres
import Statistics

extension Measure {
  /// How a score changed from the first to the last of an episode, and for how many reliably.
  ///
  /// The reliable change index of Jacobson and Truax (1991) with the figures that the instrument's definition cites; the
  /// mean change is tested by Student's t of the differences.
  struct ScoreChange: CohortMeasure {
    static let word = "score_change"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    let instrument: Instrument
    let scale: Instrument.Scale

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      let keys = try settings.keys("instrument")
      let library = try? InstrumentLibrary.shipped()
      let slug = try keys["instrument"]?.text() ?? "phq_9"
      let known = (library?.all ?? []).filter { $0.total != nil }.map(\.reference.slug)
      guard known.contains(slug), let found = try? library?.find(slug), let total = found.total else {
        if let node = keys["instrument"] {
          throw node.refuse(slug, asOneOf: Set(known).sorted(), noun: "instrument with a total")
        }
        throw InvalidDefinition(
          file: "definition", line: 1, column: 1, field: Self.word, problem: "has no instrument", value: nil,
          remedy: "Add `instrument: phq_9`.")
      }
      (instrument, scale) = (found, total)
    }

    func sentence(_ population: Population) -> String {
      "Compares the first and the last \(instrument.title) of each episode, and counts those that changed reliably."
    }

    var convention: String? {
      let least = scale.change?.leastReliable.map {
        "a change of \(Figures.decimal($0, 1)) points or more is reliable"
      }
      return
        "Score change: complete scores from two weeks before admission until the end, the last less the first; "
        + (least ?? "nothing is published that tells a reliable change from chance") + "."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let (knows, asOf) = (query.moment.knows, query.moment.asOf)
      return [
        CohortPart(
          Self.word, reading: [.starts, .ends],
          """
          SELECT score.panel, score.member, score.patient_id, score.episode_id,
            coalesce(
              max(score.total) FILTER (WHERE score.is_last) - max(score.total) FILTER (WHERE score.is_first), 0) AS value,
            CASE WHEN count(score.total) < 2 THEN -1 - count(score.total)
              ELSE max(score.total) FILTER (WHERE score.is_first) END AS code
          FROM (
            SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, score.total,
              lag(cohort.episode_id) OVER course IS NULL AS is_first,
              lead(cohort.episode_id) OVER course IS NULL AS is_last
            FROM cohort
            LEFT JOIN clinic.screening AS score
              ON score.organization_id = (SELECT access.organization()) AND score.patient_id = cohort.patient_id
              AND score.instrument = \(instrument.reference.slug) AND \(knows("score")) AND score.state = 'recorded'
              AND score.total IS NOT NULL AND score.at >= cohort.starts - interval '14 days'
              AND score.at <= coalesce(cohort.ends, \(asOf))
            WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY score.at, score.id)
          ) AS score
          GROUP BY score.episode_id, score.patient_id, score.member, score.panel
          """)
      ]
    }

    func result(_ groups: [Group]) -> any MeasureResult { ScoreChangeResult(groups, self) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let pairs: SQL = "row.code >= 0"
      if figure == "pairs" || figure.hasSuffix(".of") { return (Self.word, pairs) }
      guard let least = scale.change?.leastReliable, let better = scale.change?.better else { return nil }
      // Whole points: as many as reach the least that is reliable.
      let points = Int32(least.rounded(.up))
      let (fell, rose): (SQL, SQL) = ("row.value <= \(-points)", "row.value >= \(points)")
      return switch figure {
      case "improved": (Self.word, "\(pairs) AND \(better == .lower ? fell : rose)")
      case "worsened": (Self.word, "\(pairs) AND \(better == .lower ? rose : fell)")
      case "unchanged": (Self.word, "\(pairs) AND abs(row.value) < \(points)")
      default: nil
      }
    }
  }
}

/// How a score changed in the same people.
package struct ScoreChangeResult: MeasureResult, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    package let pairs: Int
    package let before: Double
    package let after: Double
    package let change: Double
    /// The standard deviation of the changes; nil for one pair.
    package let deviation: Double?
    /// Student's t of the differences, on both sides; nil when all changed alike.
    package let p: Double?
  }

  /// The short name of the instrument, and its title.
  package let instrument: String
  package let title: String
  /// Groups without a pair are not there.
  package let rows: [Row]
  /// Who improved, did not change, or got worse reliably; nil where nothing tells that.
  package let classes: Rates?
  package let scoredOnce: Int
  package let neverScored: Int

  init(_ groups: [Group], _ measure: Measure.ScoreChange) {
    func pairs(_ group: Group) -> [Tally] {
      group.part(Measure.ScoreChange.word).filter { ($0.code ?? -1) >= 0 }
    }
    (instrument, title) = (measure.instrument.reference.slug, measure.instrument.title)
    rows = groups.compactMap { group in
      let changes = pairs(group).flatMap { Array(repeating: Double($0.value), count: $0.count) }
      let before = pairs(group).flatMap { Array(repeating: Double($0.code ?? 0), count: $0.count) }
      guard let change = Sample(changes), let first = Sample(before) else { return nil }
      return Row(
        group: group.name, pairs: changes.count, before: first.mean, after: first.mean + change.mean,
        change: change.mean, deviation: change.deviation, p: PairedDifference(changes)?.p)
    }
    classes =
      measure.scale.change?.leastReliable == nil
      ? nil
      : Rates(
        groups.flatMap { group in
          let judged = pairs(group).map { tally in
            (
              tally.count,
              measure.scale.judge(from: tally.code ?? 0, to: (tally.code ?? 0) + tally.value).direction
            )
          }
          let all = judged.reduce(0) { $0 + $1.0 }
          func total(_ direction: ReliableChange.Direction) -> Int {
            judged.reduce(0) { $1.1 == direction ? $0 + $1.0 : $0 }
          }
          return [
            Rates.Row(group.name, "improved", total(.improved), of: all),
            Rates.Row(group.name, "unchanged", total(.none), of: all),
            Rates.Row(group.name, "worsened", total(.worsened), of: all),
          ]
        })
    let all = groups.flatMap { $0.part(Measure.ScoreChange.word) }
    scoredOnce = all.total { $0.code == -2 }
    neverScored = all.total { $0.code == -1 }
  }

  func tables(_ group: String) -> [Table] {
    [
      Table(
        title: "\(title), first and last of the episode",
        head: [group, "pairs", "first", "last", "change", "SD", "p"],
        rows: rows.map { row in
          [
            row.group.label, Figures.count(row.pairs), Figures.decimal(row.before, 1),
            Figures.decimal(row.after, 1),
            Figures.decimal(row.change, 1), row.deviation.map { Figures.decimal($0, 1) } ?? "–",
            row.p.map { Figures.p($0) } ?? "–",
          ]
        })
    ] + (classes.map { [$0.table("Reliable change of \(title)", group, what: "reliably")] } ?? [])
  }

  func pictures(in frame: Frame) -> [any Picture] {
    classes?.pictures("reliable change of \(title)", in: frame) ?? []
  }

  var figures: [Figure] {
    rows.flatMap { row in
      [
        Figure(row.group, "pairs", row.pairs), Figure(row.group, "before", row.before),
        Figure(row.group, "after", row.after), Figure(row.group, "change", row.change),
        Figure(row.group, "deviation", row.deviation), Figure(row.group, "p", row.p),
      ]
    } + (classes?.figures ?? [])
  }

  var exclusions: [Exclusion] {
    [
      Exclusion(measure: Measure.ScoreChange.word, reason: "scored only once", count: scoredOnce),
      Exclusion(measure: Measure.ScoreChange.word, reason: "never scored", count: neverScored),
    ]
  }
}
