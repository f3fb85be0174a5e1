import Clinic

/// Somebody's episode while it goes on.
struct SimulatedEpisode {
  let id: UUIDWords
  let person: Int
  let intake: UUIDWords
  let admitted: Int64
  let readmissionOf: UUIDWords?
  var moves = 0
  var stay: SimulatedStay
}

/// A stay while it goes on; how it will end is drawn when it begins.
struct SimulatedStay {
  enum Ending { case dropout, completion }

  let id: UUIDWords
  let stage: Stage
  let service: ServiceSetting
  let began: Int64
  /// The index of the day on which it ends.
  let lastDay: Int
  let ending: Ending
  /// The bed, by its place in the facility; none in aftercare.
  let bed: Int?

  /// Begins a stay on `day`, and draws from the planted truth how long it lasts.
  init(
    id: UUIDWords, _ stage: Stage, at began: Int64, day: Int, bed: Int?, hazard: Double, completion: Int,
    _ random: inout SplitMix64
  ) {
    self.id = id
    self.stage = stage
    self.began = began
    self.bed = bed
    service =
      switch stage {
      case .detox: .detoxResidential
      case .residential: random.chance(0.6) ? .residentialShortTerm : .residentialLongTerm
      case .aftercare: random.chance(0.3) ? .outpatientIntensive : .outpatient
      }
    var length = 1
    while length < completion && !random.chance(hazard) { length += 1 }
    lastDay = day + length
    ending = length < completion ? .dropout : .completion
  }

  /// The level of care, in the fourth edition.
  var level: String {
    switch service {
    case .residentialLongTerm: "3.1"
    case .residentialShortTerm: "3.5"
    case .outpatientIntensive: "2.1"
    case .outpatient: "1.5"
    default: "3.7"
    }
  }
}
