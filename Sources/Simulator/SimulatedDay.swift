import Clinic

/// Instants of a simulated day, in microseconds since 2000-01-01 00:00 UTC; simulated facilities live in UTC.
///
/// A day has an order, so that a bed is empty before somebody gets it and an elapsed time never exceeds the days counted:
/// people leave from 6 to 10, move on from 10 to 11, first to aftercare and then to residential, and come from 11 to 17.
struct SimulatedDay {
  static let length: Int64 = 86_400_000_000
  private static let minute: Int64 = 60_000_000

  let start: Int64

  init(_ index: Int, from first: Day) {
    start = (Int64(first.daysSince2000) + Int64(index)) * Self.length
  }

  func at(minute: Int) -> Int64 { start + Int64(minute) * Self.minute }

  func leaving(_ random: inout SplitMix64) -> Int64 { at(minute: random.number(360...599)) }
  func toAftercare(_ random: inout SplitMix64) -> Int64 { at(minute: random.number(600...629)) }
  func toResidential(_ random: inout SplitMix64) -> Int64 { at(minute: random.number(630...659)) }
  func coming(_ random: inout SplitMix64) -> Int64 { at(minute: random.number(660...1_019)) }
  func calling(_ random: inout SplitMix64) -> Int64 { at(minute: random.number(480...655)) }
}
