import Foundation

/// The bed is not free for all of the time asked for.
package struct BedTaken: Refusal, Hashable {
  package let bed: Line
  package let occupiedBy: OccupationKind
  /// Nil when it has no end.
  package let until: Date?
  /// Who entered the hold, the block or the arrival; nil where the caller may not know.
  package let enteredBy: String?
  /// The clock by which people read `until`.
  package let timeZone: String?
  /// Beds that are free for the time asked for, the likest first.
  package let free: [FreeBed]
  package let field: String?

  package var code: String { "bed-taken" }
  package var kind: RefusalKind { .conflict }
  package var value: String? { bed.rawValue }

  package var message: String {
    let by = enteredBy.map { occupiedBy == .stay || occupiedBy == .leave ? "" : ", entered by \($0)," } ?? ""
    let end = until.map { "until \(wall($0))" } ?? "with no end set"
    return "The bed \(bed) \(occupiedBy.words)\(by) \(end)."
  }

  package var remedy: String {
    guard !free.isEmpty else {
      return "Choose another bed, or a time when this one is free; the board shows both."
    }
    return
      "Free for that time: \(free.map(\.path).joined(separator: ", ")). Or choose a time when this one is free."
  }

  /// Says what stands in the way; `until` is nil when it has no end.
  package init(
    bed: Line, by kind: OccupationKind, until: Date?, enteredBy: String? = nil, timeZone: String? = nil,
    free: [FreeBed] = [], field: String? = "bed"
  ) {
    self.bed = bed
    self.occupiedBy = kind
    self.until = until
    self.enteredBy = enteredBy
    self.timeZone = timeZone
    self.free = free
    self.field = field
  }

  /// The same with beds to take instead.
  package func offering(_ free: [FreeBed]) -> BedTaken {
    BedTaken(
      bed: bed, by: occupiedBy, until: until, enteredBy: enteredBy, timeZone: timeZone, free: free,
      field: field)
  }

  /// By the facility's clock, with its offset so that programs can read it too: `2026-06-16T08:00:00-04:00`.
  private func wall(_ date: Date) -> String {
    guard let zone = timeZone.flatMap(TimeZone.init(identifier:)) else { return date.formatted(.iso8601) }
    return date.formatted(Date.ISO8601FormatStyle(timeZone: zone).timeZoneSeparator(.colon))
  }
}

/// A bed that can be had instead.
package struct FreeBed: Hashable, Sendable {
  package let id: Bed.ID
  /// As commands take it: `north/detox/D-03`.
  package let path: String

  package init(id: Bed.ID, path: String) {
    self.id = id
    self.path = path
  }
}
