import Clinic
import Foundation
import Records
import Statistics

/// The scores of one person on one scale over time, with the stages of treatment behind them.
package struct ScoreTrend: Sendable, Hashable {
  package let instrument: Instrument
  package let scale: Instrument.Scale
  /// The bands that the clinic goes by; empty where none are published.
  package let bands: [Instrument.Band]
  /// What the screenings are about, where that is one substance.
  package let substance: String?
  /// In order of time.
  package let points: [Point]
  /// The stays that the person had meanwhile, in order of time.
  package let stays: [Span]
  /// The clock that times are told by.
  package let zone: TimeZone

  /// One score, or the bounds of one.
  package struct Point: Sendable, Hashable {
    package let id: Screening.ID
    package let at: Date
    package let version: String
    package let sum: Score.Sum
    package let band: String?
    /// The stage that the person was in.
    package let stage: Stage?
    /// What became of the score since the first complete one; nil for that one, and while it is a bound.
    package fileprivate(set) var change: Change?
  }

  /// A change against the first complete score.
  package struct Change: Sendable, Hashable {
    package let points: Int
    /// The change in units of its standard error; nil where no reliability is published.
    package let index: Double?
    /// Nil where nothing is published that tells chance from change.
    package let direction: ReliableChange.Direction?
  }

  /// A stage with its time; nil while it goes on.
  package struct Span: Sendable, Hashable {
    package let stage: Stage
    package let start: Date
    package let end: Date?
  }

  /// The sums that can be.
  package var possible: ClosedRange<Int> {
    let items = instrument.items.filter { scale.items.contains($0.number) }
    let (least, most) = (items.map(\.least).reduce(0, +), items.map(\.most).reduce(0, +))
    return least...max(least + 1, most)
  }

  /// The name as people read it: "PHQ-9", "BAM, risk".
  package var title: String {
    let parts = [
      instrument.title, scale.slug == "total" ? nil : scale.slug.replacing("_", with: " "), substance,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// The latest complete score that has a change.
  package var latest: Point? { points.last { $0.change != nil } }
}

extension ScoreTrend {
  /// Puts screenings of one instrument in order, and judges each complete score against the first.
  ///
  /// Screenings that the definition of their version does not read any more count with the total that is stored.
  package init(
    _ records: [ScreeningRecord], on scale: Instrument.Scale, of instrument: Instrument, substance: String?,
    bandSet: String? = nil, stays: [StayRecord], zone: TimeZone, library: InstrumentLibrary
  ) {
    self.instrument = instrument
    self.scale = scale
    bands = (scale.bandSets.first { $0.slug == bandSet } ?? scale.bandSets.first)?.bands ?? []
    self.substance = substance
    self.zone = zone
    self.stays = stays.map {
      Span(stage: $0.stay.stage, start: $0.stay.during.start, end: $0.stay.during.end)
    }.sorted { $0.start < $1.start }
    let spans = self.stays
    var points = records.sorted { $0.screening.at < $1.screening.at }.map { record in
      let at = record.screening.at
      let (sum, band) = record.reading(on: scale, library)
      return Point(
        id: record.screening.id, at: at, version: record.screening.instrument.version, sum: sum, band: band,
        stage: spans.last { $0.start <= at && $0.end.map { at < $0 } ?? true }?.stage)
    }
    if let first = points.firstIndex(where: { $0.sum.value != nil }), let before = points[first].sum.value {
      for index in points.indices.dropFirst(first + 1) {
        points[index].change = points[index].sum.value.map { scale.judge(from: before, to: $0) }
      }
    }
    self.points = points
  }
}

extension Instrument.Scale {
  /// What a change on the scale means, as far as that is published.
  func judge(from before: Int, to after: Int) -> ScoreTrend.Change {
    guard let change else { return ScoreTrend.Change(points: after - before, index: nil, direction: nil) }
    let lowerIsBetter = change.better == .lower
    if let deviation = change.standardDeviation, let reliability = change.reliability,
      let measure = ReliableChange(deviation: deviation, reliability: reliability)
    {
      let (before, after) = (Double(before), Double(after))
      return ScoreTrend.Change(
        points: Int(after - before), index: measure.index(from: before, to: after),
        direction: measure.direction(from: before, to: after, lowerIsBetter: lowerIsBetter))
    }
    let direction = change.reliable.map { least -> ReliableChange.Direction in
      if Double(abs(after - before)) < least { return .none }
      return (after < before) == lowerIsBetter ? .improved : .worsened
    }
    return ScoreTrend.Change(points: after - before, index: nil, direction: direction)
  }
}

extension ScreeningRecord {
  /// The sum on a scale, and its band.
  fileprivate func reading(
    on scale: Instrument.Scale, _ library: InstrumentLibrary
  ) -> (sum: Score.Sum, band: String?) {
    let stored: Score.Sum =
      total.map { .complete(Int($0)) }
      ?? .partial(
        atLeast: Int(atLeast ?? 0), atMost: Int(atLeast ?? 0), answered: Int(itemsAnswered),
        of: Int(itemsRequired))
    let reference = screening.instrument
    guard let instrument = try? library.find(reference.slug, version: reference.version),
      let score = try? instrument.score(screening.answers, substance: screening.substance)
    else { return (stored, band) }
    if scale.slug == "total" { return (total == nil ? score.total ?? stored : stored, band) }
    let sum = score.subscale(scale.slug)?.sum ?? stored
    return (sum, score.subscale(scale.slug)?.band?.label)
  }
}
