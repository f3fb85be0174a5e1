import Foundation

/// What a clinician found when assessing which level of care fits somebody.
///
/// The ratings are entered, never computed: the criteria belong to their publisher.
package struct LevelAssessment: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<LevelAssessment>

  package let id: ID
  package let episodeID: Episode.ID
  package let at: Date
  package let edition: LevelOfCare.Edition
  /// The rating of each dimension, from the first on.
  package let ratings: [Recorded<Rating>]
  package let recommended: LevelOfCare
  package let agreed: LevelOfCare
  /// Why another level was agreed than the recommended one.
  package let difference: Difference?

  /// Throws `InvalidValue` where the ratings or levels are not of the edition, or a difference is not explained.
  package init(
    id: ID, episodeID: Episode.ID, at: Date, ratings: [Recorded<Rating>], recommended: LevelOfCare,
    agreed: LevelOfCare? = nil, difference: Difference? = nil
  ) throws(InvalidValue) {
    let agreed = agreed ?? recommended
    let edition = recommended.edition
    guard agreed.edition == edition else {
      throw InvalidValue(
        "other-edition", field: "agreed", problem: "is of another edition than the recommended level",
        value: "\(agreed)", remedy: "Give both levels in one edition.")
    }
    let count = edition.dimensions
    guard ratings.count == count else {
      throw InvalidValue(
        "wrong-count", field: "ratings",
        problem: "are \(ratings.count), and edition \(edition.rawValue) has \(count)",
        remedy: "Rate dimensions 1 to \(count), or say why one has no rating.")
    }
    for (index, rating) in ratings.enumerated() {
      if let value = rating.value, !edition.ratings.contains(value.rawValue) {
        throw InvalidValue(
          "unknown-code", field: "ratings[\(index)]",
          problem: "is not a rating of edition \(edition.rawValue)",
          value: value.rawValue, remedy: "Use one of \(edition.ratings.listing).")
      }
    }
    guard (recommended == agreed) == (difference == nil) else {
      throw difference == nil
        ? InvalidValue(
          "missing-required", field: "difference", problem: "is missing: another level was agreed",
          remedy: "Say why: \(Difference.listing).")
        : InvalidValue(
          "needless-difference", field: "difference", problem: "explains a difference that there is not",
          remedy: "Leave it out, or give the level that was agreed.")
    }
    self.id = id
    self.episodeID = episodeID
    self.at = at
    self.edition = edition
    self.ratings = ratings
    self.recommended = recommended
    self.agreed = agreed
    self.difference = difference
  }

  /// One rating: 0 to 4 in the third edition, 0 or A to E in the fourth.
  package struct Rating: Hashable, Sendable {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }
  }

  /// Why the agreed level is not the recommended one.
  package enum Difference: String, CaseIterable, Hashable, Sendable, Codable {
    case patientChoice = "patient_choice"
    case notAvailable = "not_available"
    case waitingList = "waiting_list"
    case court, payer, other
  }
}

extension LevelOfCare.Edition {
  /// How many dimensions are rated; the sixth of the fourth edition is talked over and has no rating.
  package var dimensions: Int { self == .third ? 6 : 5 }

  /// The ratings that a dimension may get.
  package var ratings: [String] {
    self == .third ? ["0", "1", "2", "3", "4"] : ["0", "A", "B", "C", "D", "E"]
  }
}
