import Clinic
import Postgres

extension Measure {
  /// From which stage people went where: one count for each step of each episode.
  struct StageFlow: CohortMeasure {
    static let word = "stage_flow"
    static let isDrawn = true
    static let populations: Set<Population> = [.episodes, .patients]

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) { try settings.refuseAny() }

    func sentence(_ population: Population) -> String {
      "Follows the ways from admission through the stages to the end, and counts each step."
    }

    var convention: String? {
      "Stage flow: one step from admission to the first stage, from each stage to the next or to the way out; two stays of"
        + " one stage in a row are two steps."
    }

    func parts(_ query: CohortQuery) -> [CohortPart] {
      let (knows, asOf) = (query.moment.knows, query.moment.asOf)
      return [
        CohortPart(
          Self.word, reading: [],
          """
          SELECT stay.panel, stay.member, stay.patient_id, stay.episode_id,
            unnest(CASE WHEN stay.is_first THEN ARRAY[0, stay.stage] ELSE ARRAY[stay.stage] END) AS value,
            unnest(CASE WHEN stay.is_first THEN ARRAY[stay.stage, stay.next] ELSE ARRAY[stay.next] END) AS code
          FROM (
            SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id,
              CASE stay.stage WHEN 'detox' THEN 1 WHEN 'residential' THEN 2 ELSE 3 END AS stage,
              lag(stay.id) OVER course IS NULL AS is_first,
              coalesce(
                CASE lead(stay.stage) OVER course WHEN 'detox' THEN 1 WHEN 'residential' THEN 2 WHEN 'aftercare' THEN 3 END,
                CASE
                  WHEN (upper(stay.valid) <= \(asOf)) IS NOT TRUE THEN 9
                  WHEN stay.end_reason = 1 THEN 4
                  WHEN stay.end_reason IN (4, 14) THEN 5
                  WHEN stay.end_reason = 2 THEN 6
                  WHEN stay.end_reason = 3 THEN 7
                  ELSE 8 END) AS next
            FROM cohort
            JOIN clinic.stay_fact AS stay
              ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
              AND \(knows("stay")) AND lower(stay.valid) <= \(asOf)
            WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY lower(stay.valid))
          ) AS stay
          """)
      ]
    }

    func result(_ groups: [Group]) -> any MeasureResult { StageFlowResult(groups) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let ends = figure.split(separator: ".").map(String.init)
      guard ends.count == 2, let from = FlowNode.named(ends[0]), let to = FlowNode.named(ends[1]) else {
        return nil
      }
      return (Self.word, "row.value = \(Int32(from.rawValue)) AND row.code = \(Int32(to.rawValue))")
    }
  }
}

/// Where people are on their way: before the stages, in one, or out of them.
package enum FlowNode: Int, CaseIterable, Hashable, Sendable, Codable {
  case admission, detox, residential, aftercare, completed, transferred, droppedOut, terminated, other,
    stillThere

  /// For files.
  var word: String {
    switch self {
    case .admission: "admission"
    case .detox: "detox"
    case .residential: "residential"
    case .aftercare: "aftercare"
    case .completed: "completed"
    case .transferred: "transferred"
    case .droppedOut: "dropped_out"
    case .terminated: "terminated"
    case .other: "other"
    case .stillThere: "still_there"
    }
  }

  var label: String { word.replacing("_", with: " ") }

  static func named(_ word: String) -> FlowNode? { allCases.first { $0.word == word } }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(word)
  }

  package init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    guard let node = Self.named(word) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no such node"))
    }
    self = node
  }
}

/// How many went from where to where.
package struct StageFlowResult: MeasureResult, Codable {
  package struct Step: Hashable, Sendable, Codable {
    package let group: GroupName
    package let from: FlowNode
    package let to: FlowNode
    package let count: Int
    /// Of all who left `from`, from 0 to 1.
    package let share: Double
  }

  package let steps: [Step]

  init(_ groups: [Group]) {
    steps = groups.flatMap { group in
      let rows = group.part(Measure.StageFlow.word)
      return FlowNode.allCases.flatMap { from in
        let leaving = rows.filter { $0.value == from.rawValue }
        let all = leaving.total { _ in true }
        return FlowNode.allCases.compactMap { to -> Step? in
          let count = leaving.total { $0.code == to.rawValue }
          guard count > 0 else { return nil }
          return Step(group: group.name, from: from, to: to, count: count, share: Double(count) / Double(all))
        }
      }
    }
  }

  func tables(_ group: String) -> [Table] {
    var (lastGroup, lastFrom): (GroupName?, FlowNode?) = (nil, nil)
    return [
      Table(
        title: "From where to where", head: [group, "from", "to", "n", "share"],
        rows: steps.map { step in
          defer { (lastGroup, lastFrom) = (step.group, step.from) }
          let isSame = step.group == lastGroup
          return [
            isSame ? "" : step.group.label, isSame && step.from == lastFrom ? "" : step.from.label,
            step.to.label,
            Figures.count(step.count), Figures.share(step.share),
          ]
        }, words: 3)
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    var groups: [GroupName] = []
    for step in steps where groups.last != step.group { groups.append(step.group) }
    return groups.map { group in
      StageFlowPicture(steps: steps.filter { $0.group == group }, group: group, frame: frame)
    }
  }

  var figures: [Figure] {
    steps.flatMap { step in
      [
        Figure(step.group, "\(step.from.word).\(step.to.word)", step.count),
        Figure(step.group, "\(step.from.word).\(step.to.word).share", step.share),
      ]
    }
  }
}
