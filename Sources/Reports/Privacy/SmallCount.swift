/// Counts so small that they may give away who is behind them.
///
/// The rule is that of CMS for tables that leave: no count from 1 to 10, and nothing from which one can be worked out. Zero
/// is no small count: nobody is behind it.
package enum SmallCount {
  package static let range = 1...10

  /// What stands in place of a figure that is withheld, whether it is small itself or protects one that is.
  package static let mark = "*"

  package static func contains(_ count: Int) -> Bool { range.contains(count) }
}
