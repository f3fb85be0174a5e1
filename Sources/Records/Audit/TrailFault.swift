import Clinic

/// Something in the audit trail that is not as it was written.
package struct TrailFault: Hashable, Sendable {
  /// What kind of change it shows.
  package enum Kind: String, CaseIterable, Sendable {
    /// A row has another content, transaction or place than when it was sealed.
    case rowsChanged = "rows_changed"
    case rowsRemoved = "rows_removed"
    case rowsAdded = "rows_added"
    /// Rows stand where no seal covers them, though seals before and after do.
    case rowsUncovered = "rows_uncovered"
    /// The seal's own digest was not made with the key.
    case sealForged = "seal_forged"
    /// The seal names a key that is not in the file.
    case keyUnknown = "key_unknown"
    case sealMissing = "seal_missing"
    /// The seal does not build on the one before it.
    case chainBroken = "chain_broken"
    /// Seals are gone from the end: one is not there that was, by its mark.
    case tailRemoved = "tail_removed"
    /// There is a seal of that number, and it is not the one that was marked.
    case markDiffers = "mark_differs"
    /// What is said of an archived month was not signed with the key.
    case archiveForged = "archive_forged"
    /// A line of an archive, or the whole of it, is not as it was written.
    case fileChanged = "file_changed"
    /// An archive has no end.
    case fileCut = "file_cut"
  }

  package let kind: Kind
  /// The seal at which it shows.
  package let seal: Int64
  /// What is wrong, in a sentence.
  package let message: String

  init(_ kind: Kind, at seal: Int64, _ message: String) {
    self.kind = kind
    self.seal = seal
    self.message = message
  }
}

/// What a verification of the audit trail came to.
package struct TrailReport: Sendable {
  /// How many seals were checked.
  package var seals: Int64 = 0
  /// How many rows were checked.
  package var rows: Int64 = 0
  /// How many rows no seal covers yet.
  package var unsealed: Int64 = 0
  /// The newest of the seals that were checked.
  package var newest: SealMark?
  /// The months whose rows are in the archive.
  package var archived: [ArchivedMonth] = []
  /// The first hundred faults.
  package private(set) var faults: [TrailFault] = []
  package private(set) var faultCount = 0

  package var isIntact: Bool { faultCount == 0 }

  mutating func note(_ fault: TrailFault) {
    faultCount += 1
    if faults.count < 100 { faults.append(fault) }
  }
}
