import Foundation
import Postgres

/// The two instants that a report speaks of.
package struct Moment: Hashable, Sendable {
  /// What had happened up to here is counted; what is still open then is censored then.
  package let asOf: Date
  /// What was on record at this instant is believed; nil for what is on record now.
  package let knownAt: Date?
  /// When the report was asked for.
  package let now: Date

  /// Without `asOf` it is `knownAt`, or else `now`; never later than `now`, because nobody has stayed until tomorrow.
  package init(asOf: Date?, knownAt: Date?, now: Date) {
    self.now = now
    let knownAt = knownAt.flatMap { $0 < now ? $0 : nil }
    self.asOf = min(asOf ?? knownAt ?? now, now)
    self.knownAt = knownAt
  }

  /// Whether the fact `alias` was believed at that instant.
  func knows(_ alias: SQL) -> SQL {
    // Spelt as the partial indexes spell it.
    guard let knownAt else { return "\(alias).known_to = 'infinity'" }
    return "\(alias).known_from <= \(knownAt) AND \(knownAt) < \(alias).known_to"
  }

  /// That something which is never corrected was on record then, as a condition after others; nothing for now.
  func recorded(_ at: SQL) -> SQL {
    knownAt.map { " AND \(at) <= \($0)" } ?? ""
  }
}
