import Clinic
import Foundation

/// Which beds a stay had, and when.
///
/// Whether the person slept in the bed or was away on leave follows from the ledger and is not told here.
struct BedTrack: Hashable {
  /// In order of time, without overlap.
  private(set) var parts: [Part]

  struct Part: Hashable {
    let bed: Bed.ID
    let start: Date
    /// Nil while it goes on.
    let end: Date?
  }

  static let none = BedTrack(parts: [])

  /// One bed throughout.
  static func one(_ bed: Bed.ID, during time: Interval) -> BedTrack {
    BedTrack(parts: [Part(bed: bed, start: time.start, end: time.end)])
  }

  private init(parts: [Part]) { self.parts = parts }

  /// Puts together what was taken apart by a leave.
  init(_ occupations: [EpisodeOccupation]) {
    parts = occupations.sorted { $0.during.start < $1.during.start }.reduce(into: []) { parts, next in
      if let last = parts.last, last.bed == next.bedID, last.end == next.during.start {
        parts[parts.count - 1] = Part(bed: last.bed, start: last.start, end: next.during.end)
      } else {
        parts.append(Part(bed: next.bedID, start: next.during.start, end: next.during.end))
      }
    }
  }

  /// The same after the stay's time changed: what began or ended with the stay still does, and what stuck out is cut.
  func shifted(from old: Interval, to new: Interval) -> BedTrack {
    BedTrack(
      parts: parts.compactMap { part in
        let start = part.start == old.start ? new.start : max(part.start, new.start)
        let end = part.end == old.end ? new.end : Self.earlier(part.end, new.end)
        if let end, end <= start { return nil }
        return Part(bed: part.bed, start: start, end: end)
      })
  }

  /// The occupations that follow, with the leaves of the stay cut out.
  func occupations(of stay: Stay.ID, leaves: [Interval]) -> [EpisodeOccupation] {
    parts.flatMap { part -> [EpisodeOccupation] in
      var found: [EpisodeOccupation] = []
      var start = part.start
      func add(_ kind: OccupationKind, until end: Date?) {
        guard let during = try? Interval(start: start, end: end) else { return }
        found.append(EpisodeOccupation(id: nil, stayID: stay, bedID: part.bed, kind: kind, during: during))
      }
      for leave in leaves {
        let away = max(leave.start, part.start)
        let back = Self.earlier(leave.end, part.end)
        if let end = part.end, away >= end { continue }
        if let back, back <= start { continue }
        add(.stay, until: away)
        start = max(start, away)
        add(.leave, until: back)
        guard let back else { return found }
        start = back
      }
      if part.end.map({ start < $0 }) ?? true { add(.stay, until: part.end) }
      return found
    }
  }

  private static func earlier(_ one: Date?, _ other: Date?) -> Date? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
