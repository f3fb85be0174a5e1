import Clinic
import Foundation
import Testing

/// NEWS2 from whole sets of signs.
struct News2Tests {
  static let normal: [VitalSign: Reading] = [
    .respirations: .number(16), .oxygenSaturation: .number(97), .breathing: .word("air"),
    .systolic: .number(120),
    .pulse: .number(70), .consciousness: .word("alert"), .temperature: .number(37),
  ]

  private func points(
    _ sign: VitalSign, _ reading: Reading, scale: Vitals.Scale = .first, on breathing: String = "air"
  )
    -> Int?
  {
    var readings = Self.normal
    readings[.breathing] = .word(breathing)
    readings[sign] = reading
    return News2(readings, scale: scale)?.points[sign]
  }

  @Test func `a normal set has no point`() {
    let news2 = News2(Self.normal, scale: .first)
    #expect(news2?.total == 0 && news2?.isRed == false && news2?.response == .routine)
  }

  @Test(arguments: VitalSign.ofNews2)
  func `without one of the seven signs there is no score`(sign: VitalSign) {
    var readings = Self.normal
    readings[sign] = nil
    #expect(News2(readings, scale: .first) == nil)
    for reason in NotMeasured.allCases {
      readings[sign] = .missing(reason)
      #expect(News2(readings, scale: .first) == nil)
    }
  }

  /// The last value of each step of the chart, and the first of the next.
  @Test(
    arguments: [
      (.respirations, [(8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2), (24, 2), (25, 3)]),
      (.systolic, [(90, 3), (91, 2), (100, 2), (101, 1), (110, 1), (111, 0), (219, 0), (220, 3)]),
      (
        .pulse,
        [(40, 3), (41, 1), (50, 1), (51, 0), (90, 0), (91, 1), (110, 1), (111, 2), (130, 2), (131, 3)]
      ),
      (.oxygenSaturation, [(91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (100, 0)]),
    ] as [(VitalSign, [(Int, Int)])])
  func `each step begins where the chart has it`(sign: VitalSign, steps: [(Int, Int)]) {
    for (value, wanted) in steps {
      #expect(points(sign, .number(Decimal(value))) == wanted, "\(sign) \(value)")
    }
  }

  @Test(arguments: [
    ("35.0", 3), ("35.1", 1), ("36.0", 1), ("36.1", 0), ("38.0", 0), ("38.1", 1), ("39.0", 1), ("39.1", 2),
  ])
  func `temperature goes by tenths`(text: String, wanted: Int) throws {
    #expect(points(.temperature, try VitalSign.temperature.reading(text)) == wanted)
  }

  @Test func `the second scale of the saturation goes by whether oxygen is given`() {
    for (value, onAir, onOxygen) in [
      (83, 3, 3), (84, 2, 2), (85, 2, 2), (86, 1, 1), (87, 1, 1), (88, 0, 0), (92, 0, 0), (93, 0, 1),
      (94, 0, 1),
      (95, 0, 2), (96, 0, 2), (97, 0, 3), (100, 0, 3),
    ] {
      let reading = Reading.number(Decimal(value))
      #expect(points(.oxygenSaturation, reading, scale: .second) == onAir, "\(value) on air")
      #expect(
        points(.oxygenSaturation, reading, scale: .second, on: "oxygen") == onOxygen, "\(value) on oxygen")
    }
  }

  @Test func `new confusion and oxygen count`() {
    #expect(points(.consciousness, .word("confusion")) == 3)
    #expect(points(.breathing, .word("oxygen"), on: "oxygen") == 2)
  }

  @Test(arguments: [(88, News2.Response.routine), (95, .low), (115, .low), (135, .review)])
  func `the response goes by the total, and by one sign alone`(pulse: Int, response: News2.Response) {
    var readings = Self.normal
    readings[.pulse] = .number(Decimal(pulse))
    #expect(News2(readings, scale: .first)?.response == response)
  }

  @Test func `the worst there is comes to 20`() {
    let news2 = News2(
      [
        .respirations: .number(30), .oxygenSaturation: .number(80), .breathing: .word("oxygen"),
        .systolic: .number(80), .pulse: .number(140), .consciousness: .word("unresponsive"),
        .temperature: .number(34),
      ], scale: .first)
    #expect(news2?.total == 20 && news2?.response == .emergency)
  }
}
