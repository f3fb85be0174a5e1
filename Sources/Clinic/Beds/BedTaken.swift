import Foundation

/// The bed is not free for all of the time asked for.
package struct BedTaken: Refusal, Hashable {
  package let bed: Line
  package let occupiedBy: OccupationKind
  package let until: Date?
  package let field: String?

  package var code: String { "bed-taken" }
  package var kind: RefusalKind { .conflict }
  package var value: String? { bed.rawValue }

  package var message: String {
    let taken =
      switch occupiedBy {
      case .stay: "is taken"
      case .hold: "is being held"
      case .leave: "is kept for somebody on leave"
      case .blocked: "is blocked"
      }
    let end = until.map { "until \($0.formatted(.iso8601))" } ?? "with no end set"
    return "The bed \(bed) \(taken) \(end)."
  }

  package var remedy: String {
    "Choose another bed, or a time when this one is free; the board shows both."
  }

  /// Says what stands in the way; `until` is nil when it has no end.
  package init(bed: Line, by kind: OccupationKind, until: Date?, field: String? = "bed") {
    self.bed = bed
    self.occupiedBy = kind
    self.until = until
    self.field = field
  }
}
