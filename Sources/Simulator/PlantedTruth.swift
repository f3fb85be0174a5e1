import Clinic

/// What is true in a simulated clinic by construction, and what a report about it must find again.
///
/// On every day of a stay after the first, a person who is still there drops out with a fixed chance, until the day on
/// which the stage is completed. So of those who began a stage, (1 - chance) to the power of d are still there after d
/// days, for every d before that day.
package struct PlantedTruth: Sendable, Hashable {
  /// Facilities that share their hazards; facility n belongs to group n modulo their number.
  package struct Group: Sendable, Hashable {
    /// Part of the facilities' slugs: `north`.
    package let name: String
    /// The daily chance of dropping out, by stage.
    package let hazards: [Stage: Double]

    package init(name: String, hazards: [Stage: Double]) {
      self.name = name
      self.hazards = hazards
    }

    /// The share of people who are still there `days` days after a stage began; only before it is completed.
    package func retention(_ stage: Stage, days: Int) -> Double {
      (0..<days).reduce(1) { share, _ in share * (1 - (hazards[stage] ?? 0)) }
    }
  }

  package let groups: [Group]
  /// The day of a stay, from 1, on which the stage is completed.
  package let completion: [Stage: Int]

  package init(groups: [Group], completion: [Stage: Int]) {
    self.groups = groups
    self.completion = completion
  }

  /// Four groups, each losing more people than the one before.
  package static let standard = PlantedTruth(
    groups: [
      Group(name: "north", hazards: [.detox: 0.020, .residential: 0.006, .aftercare: 0.003]),
      Group(name: "east", hazards: [.detox: 0.035, .residential: 0.010, .aftercare: 0.005]),
      Group(name: "south", hazards: [.detox: 0.050, .residential: 0.015, .aftercare: 0.008]),
      Group(name: "west", hazards: [.detox: 0.080, .residential: 0.025, .aftercare: 0.012]),
    ],
    completion: [.detox: 7, .residential: 28, .aftercare: 90])
}
