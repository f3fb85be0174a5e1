import Clinic

/// Somebody's episode while it goes on.
struct SimulatedEpisode {
  let id: UUIDWords
  let person: Int
  let intake: UUIDWords
  let readmissionOf: UUIDWords?
  var span: SimulatedSpan
  var stay: SimulatedStay
  /// The last move and its state.
  var moves = 0
  var state = StageState.none
  /// When the last thing about it was written down; the next one is written down later.
  var told: Int64

  var admitted: Int64 { span.began.at }
}

/// A stay while it goes on; how it will end is drawn when it begins.
struct SimulatedStay {
  enum Ending { case dropout, completion }

  let id: UUIDWords
  let stage: Stage
  let service: ServiceSetting
  var span: SimulatedSpan
  /// The index of the day on which it began.
  let firstDay: Int
  /// The index of the day on which it ends.
  let lastDay: Int
  /// The index of the day on which the stage is completed, by whoever is still there.
  let completion: Int
  let ending: Ending
  /// The bed, by its place in the facility; none in aftercare.
  let bed: Int?
  /// How the bed was used, one part after the other; the last one goes on.
  private(set) var parts: [(kind: OccupationKind, span: SimulatedSpan)]

  /// Begins a stay on `day`, and draws from the planted truth how long it lasts.
  init(
    id: UUIDWords, _ stage: Stage, _ began: SimulatedTelling, day: Int, bed: Int?, hazard: Double,
    completion: Int, _ random: inout SplitMix64
  ) {
    self.id = id
    self.stage = stage
    self.bed = bed
    span = SimulatedSpan(began: began)
    parts = [(.stay, span)]
    service =
      switch stage {
      case .detox: .detoxResidential
      case .residential: random.chance(0.6) ? .residentialShortTerm : .residentialLongTerm
      case .aftercare: random.chance(0.3) ? .outpatientIntensive : .outpatient
      }
    var length = 1
    while length < completion && !random.chance(hazard) { length += 1 }
    firstDay = day
    lastDay = day + length
    self.completion = day + completion
    ending = length < completion ? .dropout : .completion
  }

  /// Uses the bed otherwise from now on.
  mutating func turn(into kind: OccupationKind, _ telling: SimulatedTelling) {
    parts[parts.count - 1].span.ended = telling
    parts.append((kind, SimulatedSpan(began: telling)))
  }

  mutating func end(_ telling: SimulatedTelling) {
    parts[parts.count - 1].span.ended = telling
    span.ended = telling
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

/// Somebody who leaves one facility for the next.
struct SimulatedArrival {
  let person: SimulatedPerson
  /// The index of the day.
  let day: Int
  let left: SimulatedTelling
}
