/// What became of the records of a file.
package struct ImportSummary: Codable, Sendable, Hashable {
  /// Records in the file, without the header and empty lines.
  package var read = 0
  /// Records that are new in the database.
  package var stored = 0
  /// Records that were imported before and are the same.
  package var unchanged = 0
  /// Records that were not stored; each has a line or more in the error report.
  package var rejected = 0

  package init(read: Int = 0, stored: Int = 0, unchanged: Int = 0, rejected: Int = 0) {
    self.read = read
    self.stored = stored
    self.unchanged = unchanged
    self.rejected = rejected
  }
}

/// How far an import has come.
package struct ImportProgress: Sendable, Hashable {
  package enum Phase: String, Sendable {
    /// Records are read from the file and checked one by one.
    case reading
    /// Records are stored; how many there are is known.
    case storing
  }

  package let phase: Phase
  package let rows: Int
  /// How many there will be; nil while the file is still being read.
  package let total: Int?
  package let rowsPerSecond: Double
}

/// Tells about progress a few times a second.
struct ProgressMeter {
  private let clock = ContinuousClock()
  private let tell: (ImportProgress) -> Void
  private var started: ContinuousClock.Instant
  private var told: ContinuousClock.Instant

  init(_ tell: @escaping (ImportProgress) -> Void) {
    self.tell = tell
    started = clock.now
    told = started
  }

  /// Starts counting anew, for the next phase.
  mutating func restart() {
    started = clock.now
    told = started
  }

  mutating func report(_ phase: ImportProgress.Phase, _ rows: Int, of total: Int? = nil) {
    let now = clock.now
    guard now - told > .milliseconds(200) || rows == total else { return }
    told = now
    let seconds = max((now - started) / .seconds(1), 0.001)
    tell(ImportProgress(phase: phase, rows: rows, total: total, rowsPerSecond: Double(rows) / seconds))
  }
}
