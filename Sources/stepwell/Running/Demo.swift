import Clinic
import Foundation
import Records
import Simulator

/// A made-up clinic that has lived until yesterday, loaded with a word about how far it has come.
struct Demo {
  /// How long it has lived: people in every stage, and some who have left.
  static let days = 120
  let patients: Int
  let seed: UInt64

  func load(at desk: Desk) async throws {
    let bar = ProgressBar()
    let start = ContinuousClock.now
    let simulator = Simulator(
      seed: seed, size: .patients(patients), from: Day(of: desk.now, in: .gmt).adding(days: -Self.days),
      days: Self.days)
    defer { bar.end() }
    let summary = try await simulator.load(into: desk.records, as: desk.caller) { progress in
      let seconds = max((ContinuousClock.now - start) / .seconds(1), 0.001)
      bar.show("loading", progress.episodes, of: progress.of, perSecond: Double(progress.episodes) / seconds)
    }
    bar.end()
    try desk.output.show(summary) { style in
      var lines = KeyValues()
      lines.add("made up", "\(summary.patients.formatted()) people, \(summary.episodes.formatted()) episodes")
      lines.add("facilities", "\(summary.facilities), \(summary.beds.formatted()) beds")
      lines.add("screenings", summary.screenings.formatted())
      return lines.text(style)
    }
  }
}
