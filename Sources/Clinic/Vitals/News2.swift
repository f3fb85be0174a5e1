import Foundation

/// The National Early Warning Score of the Royal College of Physicians, 2017.
///
/// There is one only of a whole set: a sign that is missing is never taken to be normal.
package struct News2: Hashable, Sendable {
  /// The points of each of the seven signs, 0 to 3.
  package let points: [VitalSign: Int]

  /// From 0 to 20.
  package var total: Int { points.values.reduce(0, +) }

  /// Whether one sign alone has 3 points.
  package var isRed: Bool { points.values.contains(3) }

  /// Nil where one of the seven signs has no value.
  package init?(_ readings: [VitalSign: Reading], scale: Vitals.Scale) {
    guard let respirations = readings[.respirations]?.number,
      let saturation = readings[.oxygenSaturation]?.number,
      let breathing = readings[.breathing]?.word, let systolic = readings[.systolic]?.number,
      let pulse = readings[.pulse]?.number, let consciousness = readings[.consciousness]?.word,
      let temperature = readings[.temperature]?.number
    else { return nil }
    let isOnAir = breathing == "air"
    points = [
      .respirations: Self.points(respirations, [(8, 3), (11, 1), (20, 0), (24, 2)], above: 3),
      .oxygenSaturation: Self.points(saturation: saturation, scale: scale, isOnAir: isOnAir),
      .breathing: isOnAir ? 0 : 2,
      .systolic: Self.points(systolic, [(90, 3), (100, 2), (110, 1), (219, 0)], above: 3),
      .pulse: Self.points(pulse, [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2)], above: 3),
      .consciousness: consciousness == "alert" ? 0 : 3,
      .temperature: Self.points(temperature, [(35, 3), (36, 1), (38, 0), (39, 1)], above: 2),
    ]
  }

  private static func points(saturation: Decimal, scale: Vitals.Scale, isOnAir: Bool) -> Int {
    switch scale {
    case .first: points(saturation, [(91, 3), (93, 2), (95, 1)], above: 0)
    case .second where isOnAir: points(saturation, [(83, 3), (85, 2), (87, 1)], above: 0)
    case .second: points(saturation, [(83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)], above: 3)
    }
  }

  /// The points of the first limit that `value` does not exceed.
  private static func points(_ value: Decimal, _ limits: [(most: Decimal, points: Int)], above: Int) -> Int {
    limits.first { value <= $0.most }?.points ?? above
  }
}

extension News2 {
  /// What the score asks for.
  package enum Response: String, CaseIterable, Hashable, Sendable, Codable {
    /// At least every twelve hours.
    case routine
    /// Every four to six hours; a nurse judges.
    case low
    /// One sign alone has 3 points: urgent review on the ward, at least hourly.
    case review
    /// Urgent, at least hourly.
    case urgent
    /// Emergency, without a break.
    case emergency

    package var words: String {
      switch self {
      case .routine: "routine, at least 12-hourly"
      case .low: "4 to 6-hourly, a nurse judges"
      case .review: "urgent review, at least hourly"
      case .urgent: "urgent, at least hourly"
      case .emergency: "emergency, without a break"
      }
    }
  }

  package var response: Response {
    switch total {
    case 7...: .emergency
    case 5...: .urgent
    case _ where isRed: .review
    case 1...: .low
    default: .routine
    }
  }
}
