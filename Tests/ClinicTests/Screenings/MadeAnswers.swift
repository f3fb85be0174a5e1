import Testing

@testable import Clinic

extension Instrument {
  /// Answers that make the scale come to `sum`, with everything answered that a score needs; nil when none do.
  func answers(
    adding sum: Int, in slug: String = "total", substance: String? = nil
  ) throws -> Screening.Answers? {
    let form = try form(of: substance)
    guard let scale = slug == "total" ? form?.total ?? total : subscales.first(where: { $0.slug == slug })
    else {
      return nil
    }
    // What opens the way to all other items: the first scale of NEWS2, some use in ASSIST and TAPS.
    let open: [String: [Int16: Int16]] = [
      "news2": [2: 1], "assist": [1: 1], "taps": [1: 4, 2: 4, 3: 4, 4: 4], "dsm_5_sud": [12: 0],
    ]
    var found: [Int: [Int16: Int16]] = [0: open[reference.slug] ?? [:]]
    for item in items(scale.items) {
      var next: [Int: [Int16: Int16]] = [:]
      for (points, answers) in found {
        for value in item.values {
          let together = points + item.points(value)
          if together > sum || next[together] != nil { continue }
          next[together] = answers.merging([item.number: value]) { $1 }
        }
      }
      found = next
    }
    return found[sum].map(recorded)
  }
}

extension Instrument.Item {
  /// Answers of every kind: each choice, the edges of each row of points, the ends of a range and numbers within.
  var values: [Int16] {
    guard let range = measure?.range else { return choices.map(\.value) }
    let rows = pointTables.flatMap(\.rows).map(\.range)
    let edges = rows.flatMap { [$0.lowerBound, $0.upperBound] }
    let few = pointTables.isEmpty && range.count <= 30 ? Array(range) : []
    return Set(edges + few + [range.lowerBound, range.upperBound]).sorted()
  }
}

extension Screening.Answers {
  /// Answers by chance to items that may be asked of the substance; some are missing, for one reason or another.
  static func random(
    _ instrument: Instrument, _ form: Instrument.SubstanceForm?, missing: Double,
    using random: inout SeededRandom
  ) -> Self {
    var answers: Self = [:]
    for item in instrument.items where form?.without.contains(item.number) != true {
      if Double.random(in: 0..<1, using: &random) < missing {
        if Bool.random(using: &random) {
          answers[item.number] = .missing(.allCases.randomElement(using: &random) ?? .unknown)
        }
      } else if let value = item.values.randomElement(using: &random) {
        answers[item.number] = .value(value)
      }
    }
    return answers
  }
}
