import Foundation

/// Checks seals one after the other, and the rows between them, against what the rows were when they were sealed.
struct SealCheck {
  let keys: SealKeys
  private(set) var report = TrailReport()
  /// The seal whose rows are coming in.
  private var current: Seal?
  private var before: SealMark
  private var beforeUntil: Int64
  private var rows = RowsDigest()
  private var uncovered: Int64 = 0
  /// Rows under the seal that are here.
  private var living: Int64 = 0
  private let archives: TrailArchives
  /// Rows under the seal that are in the archive, of which the digests are left.
  private var archived: ArraySlice<EdgeRow> = []
  /// Whether seals between the others are elsewhere, as they are for a file of a single month.
  private let mayLackSeals: Bool

  /// Begins after the seal `before`, or at the first one.
  init(
    keys: SealKeys, after before: Seal?, archives: TrailArchives = TrailArchives(), mayLackSeals: Bool = false
  ) {
    self.keys = keys
    self.archives = archives
    self.mayLackSeals = mayLackSeals
    self.before = before?.mark ?? SealMark(number: 0, digest: Seal.beforeTheFirst)
    beforeUntil = before?.until ?? 0
  }

  /// Up to where rows belong to the seal that is being checked.
  var until: Int64 { current?.until ?? .min }

  /// Takes a row, which must be below `until`.
  mutating func add(_ row: SealedRow) { add(digest: row.digest, of: row.transaction) }

  mutating func add(digest: some Sequence<UInt8>, of transaction: Int64) {
    if transaction < current?.from ?? .min {
      uncovered += 1
    } else {
      addArchived(through: transaction)
      rows.add(digest: digest, of: transaction)
      living += 1
    }
  }

  private mutating func addArchived(through transaction: Int64) {
    while let row = archived.first, row.transaction <= transaction {
      rows.add(digest: row.digest, of: row.transaction)
      archived.removeFirst()
    }
  }

  /// Goes on to the next seal; the rows of the one before are complete.
  mutating func begin(_ seal: Seal) {
    finish()
    report.seals += 1
    if mayLackSeals, seal.number > before.number + 1 {
      // What it builds on is not here.
    } else if seal.number != before.number + 1 {
      let (first, last) = (before.number + 1, seal.number - 1)
      let which = first == last ? "Seal \(first) is" : "Seals \(first) to \(last) are"
      report.note(TrailFault(.sealMissing, at: first, "\(which) not there, and seal \(seal.number) is."))
    } else if seal.previous != before.digest || seal.from != beforeUntil {
      report.note(
        TrailFault(.chainBroken, at: seal.number, "Seal \(seal.number) does not build on the one before it."))
    }
    if let key = keys[seal.keyID] {
      if !key.isDigest(seal.digest, of: seal.text) {
        report.note(
          TrailFault(
            .sealForged, at: seal.number,
            "Seal \(seal.number) is not genuine: it was changed, or made by somebody without the key."))
      }
    } else {
      report.note(
        TrailFault(
          .keyUnknown, at: seal.number,
          "Seal \(seal.number) was made with key \(seal.keyID.hexadecimal), which is not in the file of keys."
        ))
    }
    current = seal
    archived = archives.edges(of: seal)
  }

  /// Says what became of the rows of the seal that is being checked.
  mutating func finish() {
    guard let seal = current else { return }
    if uncovered > 0 {
      report.note(
        TrailFault(
          .rowsUncovered, at: seal.number,
          "\(rowsInWords(uncovered)) before seal \(seal.number) under no seal."))
    }
    addArchived(through: .max)
    let (count, digest) = (rows.rowCount, rows.finish())
    let period = "seal \(seal.number), made \(seal.sealedAt.formatted(.iso8601))"
    if archives.hasAll(of: seal.number) {
      if count > 0 {
        report.note(
          TrailFault(.rowsAdded, at: seal.number, "\(count) rows under \(period), whose rows were archived."))
      }
    } else if count != seal.rowCount {
      let kind: TrailFault.Kind = count < seal.rowCount ? .rowsRemoved : .rowsAdded
      report.note(
        TrailFault(kind, at: seal.number, "\(count) rows under \(period), and \(seal.rowCount) then."))
    } else if digest != seal.rowsDigest {
      report.note(TrailFault(.rowsChanged, at: seal.number, "A row under \(period), is not as it was."))
    }
    report.rows += living + uncovered
    report.newest = seal.mark
    (before, beforeUntil) = (seal.mark, seal.until)
    (current, rows, uncovered, living, archived) = (nil, RowsDigest(), 0, 0, [])
  }

  /// Compares with what was kept elsewhere; `found` is the seal of that number, if there is one.
  mutating func compare(_ mark: SealMark, with found: Seal?, newest: Int64) {
    if let found {
      guard found.digest != mark.digest else { return }
      report.note(
        TrailFault(
          .markDiffers, at: mark.number, "Seal \(mark.number) is not the one that was kept elsewhere."))
    } else {
      report.note(
        TrailFault(
          .tailRemoved, at: mark.number,
          "Seal \(mark.number) was there once; the newest now is \(newest). The end of the trail was cut off."
        ))
    }
  }

  mutating func note(_ fault: TrailFault) { report.note(fault) }

  /// Says which months are in the archive, and of which that is said without the key.
  mutating func noteArchives() {
    report.archived = archives.months
    for month in archives.forged {
      report.note(
        TrailFault(
          .archiveForged, at: month.wholeSeals.first?.lowerBound ?? 0,
          "What the database says of the archive of \(month.month) is not genuine: it was changed, or written by "
            + "somebody without the key."))
    }
  }

  mutating func count(unsealed: Int64) { report.unsealed = unsealed }

  private func rowsInWords(_ count: Int64) -> String { count == 1 ? "1 row stands" : "\(count) rows stand" }
}
