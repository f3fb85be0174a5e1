import Clinic
import Foundation

/// How bad somebody's first days without a substance are, and what that does to the body.
struct SimulatedCourse {
  /// The protocol by which the person is watched.
  let slug: String
  let substance: Substance
  private let began: Int64
  /// At the worst, from 0 to 1.
  private let worst: Double
  /// Hours in which it falls to a third.
  private let fading: Double

  init(of substance: Substance, from began: Int64, _ random: inout SplitMix64) {
    self.substance = substance
    self.began = began
    slug =
      switch substance {
      case .alcohol: "alcohol"
      case .benzodiazepines: "benzodiazepine"
      case .heroin, .otherOpioids: "opioid"
      // Those without a name of their own in the record are of ketamine here.
      case .other: "ketamine"
      default: "supportive"
      }
    worst = 0.25 + 0.6 * random.unit()
    fading = 30 + 40 * random.unit()
  }

  /// From 0 to 1.
  func burden(at time: Int64) -> Double {
    worst * exp(-Double(time - began) / 3_600_000_000 / fading)
  }

  func reading(of sign: VitalSign, at time: Int64, _ random: inout SplitMix64) -> Reading {
    let (burden, luck) = (burden(at: time), random.unit())
    let isKetamine = slug == "ketamine"
    func whole(_ value: Double) -> Reading { .number(Decimal(Int(value.rounded()))) }
    func tenths(_ value: Double) -> Reading { .number(Decimal(Int((value * 10).rounded())) / 10) }
    return switch sign {
    case .temperature: tenths(36.5 + 1.1 * burden + 0.4 * luck)
    case .pulse: whole(66 + 42 * burden + 12 * luck)
    case .respirations: whole(13 + 6 * burden + 3 * luck)
    case .oxygenSaturation: whole(98 - 2 * burden * luck)
    case .breathing: .word("air")
    case .systolic: whole(116 + 34 * burden + 14 * luck)
    case .diastolic: whole(72 + 18 * burden + 8 * luck)
    case .consciousness: .word("alert")
    case .pain: whole(5 * burden + 2 * luck)
    case .craving: whole(8 * burden + 2 * luck)
    case .mood: whole(8 - 6 * burden - luck)
    case .sleepHours: tenths(7.5 - 4.5 * burden - luck)
    case .urinations: whole(isKetamine ? 8 + 14 * burden : 5 + 2 * luck)
    case .bladderPain: whole(isKetamine ? 7 * burden + luck : 0)
    case .urineBlood: .word(isKetamine && luck < 0.1 ? "suspected" : "none")
    }
  }
}

/// What is ordered for somebody in the first days without a substance, of one dose and at which hours.
struct SimulatedOrder {
  let drug: String
  let amount: Double
  let unit: String
  let route: String
  /// Minutes after midnight.
  let times: [Int]
  /// Amounts of a dose from day to day; empty where it stays the same.
  var taper: [Double] = []
  var isControlled = false
  let indication: String

  static func usual(in course: SimulatedCourse) -> [SimulatedOrder] {
    let thiamine = SimulatedOrder(
      drug: "thiamine", amount: 100, unit: "mg", route: "oral", times: [540], indication: "prevention")
    return switch course.slug {
    case "alcohol":
      [
        SimulatedOrder(
          drug: "diazepam", amount: 10, unit: "mg", route: "oral", times: [360, 840, 1_320],
          taper: [10, 8, 6, 4, 2], isControlled: true, indication: "alcohol withdrawal"), thiamine,
      ]
    case "benzodiazepine":
      [
        SimulatedOrder(
          drug: "diazepam", amount: 10, unit: "mg", route: "oral", times: [480, 1_320],
          taper: [10, 10, 9, 9, 8, 8, 7, 7], isControlled: true, indication: "taper")
      ]
    case "opioid":
      [
        SimulatedOrder(
          drug: "buprenorphine", amount: 8, unit: "mg", route: "sublingual", times: [510],
          isControlled: true, indication: "opioid use disorder")
      ]
    case "ketamine":
      [
        SimulatedOrder(
          drug: "ibuprofen", amount: 400, unit: "mg", route: "oral", times: [480, 1_200],
          indication: "bladder pain")
      ]
    default: []
    }
  }
}
