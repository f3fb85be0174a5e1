import Clinic

/// Why a month of the trail cannot be archived.
package struct ArchiveRefused: Refusal, Hashable {
  package let code: String
  package let message: String
  package let remedy: String
  package var kind: RefusalKind { .refusedByRule }

  static func notSealed(_ month: TrailMonth) -> ArchiveRefused {
    ArchiveRefused(
      code: "not-sealed", message: "Rows of \(month) are not sealed yet.",
      remedy: "Serve the clinic for a moment, which seals them, and repeat it.")
  }

  static func notAsSealed(_ month: TrailMonth) -> ArchiveRefused {
    ArchiveRefused(
      code: "not-as-sealed", message: "The rows of \(month) cannot be archived as they were sealed.",
      remedy: "See what was changed: stepwell audit verify")
  }

  static func grown(_ month: TrailMonth) -> ArchiveRefused {
    ArchiveRefused(
      code: "month-grown", message: "The file does not have all rows of \(month): some came since.",
      remedy: "Take the file out of the way, and repeat it.")
  }
}
