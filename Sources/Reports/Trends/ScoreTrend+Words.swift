import Clinic
import Foundation
import Statistics

extension ScoreTrend {
  /// By what a change is judged, and where that is published; or that nothing is.
  package var basis: String {
    // What is to be known of the score of a substance: that no cut-off is published, for one.
    let form = substance.flatMap { try? instrument.form(of: $0) }
    return [judgement, form?.note].compactMap(\.self).joined(separator: " ")
  }

  private var judgement: String {
    guard let change = scale.change else { return unjudged }
    let better = change.better == .lower ? "A lower score is better." : "A higher score is better."
    guard let citation = change.citation else { return "\(better) \(unjudged)" }
    if let deviation = change.standardDeviation, let reliability = change.reliability,
      let measure = ReliableChange(deviation: deviation, reliability: reliability)
    {
      return """
        Reliable change after Jacobson and Truax: \(Figures.decimal(measure.leastReliable, 1)) points or more (standard \
        deviation \(Figures.decimal(deviation, 1)), reliability \(Figures.decimal(reliability, 2)): \(citation)). \(better)
        """
    }
    guard let reliable = change.reliable else { return "\(better) \(unjudged)" }
    return "A change counts from \(Figures.decimal(reliable, 1)) points on (\(citation)). \(better)"
  }

  private var unjudged: String {
    "The definition names no published reliability of this score, so it is not said which change is more than chance."
  }

  /// What became of the score since the first, in one sentence; nil while there is nothing to compare.
  package var verdict: String? {
    guard let latest, let change = latest.change, let value = latest.sum.value else { return nil }
    let moved = "From \(value - change.points) to \(value)"
    return switch change.direction {
    case .improved: "\(moved): improved, more than chance."
    case .worsened: "\(moved): worsened, more than chance."
    case ReliableChange.Direction.none?: "\(moved): no change that is more than chance."
    case nil: "\(moved)."
    }
  }

  /// The picture in words, for those who do not see it.
  package var summary: String {
    let scores = points.map { "\(day($0.at)) \($0.sum)\($0.band.map { " (\($0))" } ?? "")" }
    let stages = stays.map {
      "\($0.stage.rawValue) from \(day($0.start))\($0.end.map { " to \(day($0))" } ?? "")"
    }
    return [
      "\(title) over time, from \(possible.lowerBound) to \(possible.upperBound).",
      points.isEmpty ? "No score is on record." : "Scores: \(scores.joined(separator: "; ")).",
      stages.isEmpty ? nil : "Stages: \(stages.joined(separator: "; ")).", verdict, basis,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// The day of an instant.
  func day(_ date: Date) -> String { Day(of: date, in: zone).description }
}

extension ScoreTrend.Change {
  /// What became of the score in a word; nil where nobody can say.
  package var word: String? { direction?.rawValue }

  /// As a table shows it: "-7, improved", "+1, not reliable".
  package var words: String {
    let moved = points > 0 ? "+\(points)" : "\(points)"
    let index = index.map { " (RCI \(Figures.decimal($0, 2)))" } ?? ""
    return switch direction {
    case .improved: "\(moved) improved\(index)"
    case .worsened: "\(moved) worsened\(index)"
    case ReliableChange.Direction.none?: "\(moved) not reliable\(index)"
    case nil: moved
    }
  }
}
