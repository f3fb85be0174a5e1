import Foundation

/// Values over time with what was done on the same axis, as a picture or in a terminal.
package struct TrendPlot: Sendable {
  /// A value at a time.
  package struct Point: Sendable, Hashable {
    package let at: Date
    package let value: Double

    package init(at: Date, value: Double) {
      self.at = at
      self.value = value
    }
  }

  /// Something that was given or done at a time, with a short name.
  package struct Mark: Sendable, Hashable {
    package let at: Date
    package let label: String

    package init(at: Date, label: String) {
      self.at = at
      self.label = label
    }
  }

  package let title: String
  /// In order of time.
  package let points: [Point]
  /// Times at which there was no value although one was wanted, with the reason.
  package let gaps: [Mark]
  /// What was given, in order of time.
  package let marks: [Mark]
  /// What the values can be.
  package let range: ClosedRange<Double>
  package let zone: TimeZone

  package init(
    title: String, points: [Point], gaps: [Mark] = [], marks: [Mark] = [], range: ClosedRange<Double>,
    zone: TimeZone
  ) {
    self.title = title
    self.points = points
    self.gaps = gaps
    self.marks = marks
    self.range = range
    self.zone = zone
  }

  /// From the first to the last thing that is drawn; an hour where there is one only.
  var span: (start: Date, length: Double) {
    let times = points.map(\.at) + gaps.map(\.at) + marks.map(\.at)
    let start = times.min() ?? Date(timeIntervalSince1970: 0)
    return (start, max(3_600, (times.max() ?? start).timeIntervalSince(start)))
  }

  /// The values between which the axis goes: all that occur, and a little room.
  var axis: (low: Double, high: Double) {
    let values = points.map(\.value)
    let low = max(range.lowerBound, (values.min() ?? range.lowerBound) - 1)
    let high = min(range.upperBound, (values.max() ?? range.upperBound) + 1)
    // Scores from zero on are read from zero.
    return (range.lowerBound == 0 && high <= 70 ? 0 : low.rounded(.down), max(low + 1, high.rounded(.up)))
  }

  func clock(_ time: Date) -> String {
    let local = Int(time.timeIntervalSince1970) + zone.secondsFromGMT(for: time)
    let (day, minute) = (
      Int((Double(local) / 86_400).rounded(.down)), ((local % 86_400) + 86_400) % 86_400 / 60
    )
    let date = Date(timeIntervalSince1970: Double(day) * 86_400).formatted(.iso8601).prefix(10).dropFirst(5)
    return "\(date) \(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
  }
}
