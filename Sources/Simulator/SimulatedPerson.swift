import Clinic

/// A made-up person, whose name says so.
struct SimulatedPerson {
  let id: UUIDWords
  let number: Int
  let given: String
  let sex: Sex
  let birth: Day
  /// The substances in order of importance, each with its detailed drug if one is told.
  let substances: [(substance: Substance, drug: Int16?)]
  /// Finished episodes, the last one's identifier and the day on which it ended.
  var episodes = 0
  var last: (episode: UUIDWords, day: Int)?
  /// Whether somebody has come to speak of allergies.
  var isAskedOfAllergies = false

  var family: String {
    let digits = String(number)
    return "Testperson-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static let givens = [
    "Zzyx", "Qorra", "Vimble", "Xanthip", "Jorvok", "Plimsy", "Quuxley", "Brindlo", "Wobbin", "Florpa",
    "Gribble",
    "Snazzo", "Tweedlo", "Umbrix", "Yondle", "Kwizzy",
  ]

  /// Makes up somebody who is between 18 and 65 on `day`.
  init(id: UUIDWords, number: Int, on day: Day, _ random: inout SplitMix64) {
    self.id = id
    self.number = number
    given = random.pick(Self.givens, or: "Zzyx")
    sex = random.chance(0.64) ? .male : .female
    birth = day.adding(days: -random.number(18 * 366...65 * 365))
    var left: [(Int16, Double)] = [
      (Substance.alcohol.rawValue, 0.34), (Substance.heroin.rawValue, 0.2),
      (Substance.methamphetamine.rawValue, 0.13),
      (Substance.cannabis.rawValue, 0.1), (Substance.cocaine.rawValue, 0.08),
      (Substance.otherOpioids.rawValue, 0.07),
      (Substance.other.rawValue, 0.05), (Substance.benzodiazepines.rawValue, 0.03),
    ]
    substances = (0..<random.number(1...3)).map { _ in
      let code = random.pick(left)
      left.removeAll { $0.0 == code }
      let substance = Substance(rawValue: code) ?? .other
      return (substance, substance == .other ? DetailedDrug.ketamine.rawValue : nil)
    }
  }
}
