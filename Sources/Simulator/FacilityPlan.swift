import Clinic

/// What one simulated facility starts from.
struct FacilityPlan: Sendable {
  let number: Int
  let seed: UInt64
  let slug: String
  let group: PlantedTruth.Group
  let completion: [Stage: Int]
  let first: Day
  let days: Int
  /// Admissions over all days.
  let arrivals: Int
  /// The chance that an admission is of somebody who was here before, if there is one.
  let returning: Double
  /// The chance that somebody is screened at admission, and what the payer says of a stay written down.
  let screened: Double
  /// Whether facts keep the version that was true before they ended.
  let keepsHistory: Bool
  /// Whether there is a facility after this one, which takes people over.
  let sendsOn: Bool
  /// The number in the name of the first person.
  let firstNumber: Int
  let instruments: [Instrument]
  /// The protocols of detox, by name.
  let protocols: [String: ProtocolLibrary.Entry]
  /// The instruments that those ask for, by name.
  let scales: [String: Instrument]

  /// Enough for the people expected; somebody who finds no bed goes to aftercare.
  var detoxBeds: Int { max(3, arrivals * 4 / max(days, 1) + 1) }
  var residentialBeds: Int { max(5, arrivals * 11 / max(days, 1) + 2) }
}
