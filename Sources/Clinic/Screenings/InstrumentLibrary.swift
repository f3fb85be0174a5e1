/// The instruments that are at hand, each by its slug; older versions stay so that old screenings can be read.
package struct InstrumentLibrary: Sendable {
  /// Every definition, the newest version of a slug last.
  package let all: [Instrument]

  /// Refuses the same version of an instrument twice.
  package init(_ all: [Instrument]) throws(Conflict) {
    var seen: Set<Instrument.Reference> = []
    for instrument in all where !seen.insert(instrument.reference).inserted {
      throw Conflict(
        "instrument-twice", message: "There are two definitions of \(instrument.reference).",
        remedy: "Give the changed one a new version.")
    }
    self.all = all
  }

  /// The newest version of an instrument, or the one that is named; throws a refusal that lists the slugs.
  package func find(_ slug: String, version: String? = nil) throws(InvalidValue) -> Instrument {
    let found = all.last { $0.reference.slug == slug && (version == nil || $0.reference.version == version) }
    if let found { return found }
    let versions = all.filter { $0.reference.slug == slug }.map(\.reference.version)
    if let version, !versions.isEmpty {
      throw InvalidValue(
        "unknown-version", field: "version", problem: "is not a version of \(slug) that is at hand",
        value: String(version.prefix(40)), remedy: "Use \(versions.listing), or leave it out for the newest.")
    }
    throw InvalidValue(
      "unknown-instrument", field: "instrument", problem: "is not an instrument that is at hand",
      value: String(slug.prefix(60)), remedy: "Use one of \(slugs.listing).")
  }

  /// The same with the definitions of the clinic added; throws when a version is there already.
  package func adding(_ more: [Instrument]) throws(Conflict) -> InstrumentLibrary {
    try InstrumentLibrary(all + more)
  }

  /// The names of the instruments, each once, in order.
  package var slugs: [String] {
    Set(all.map(\.reference.slug)).sorted()
  }

  private static let shippedLibrary = Result {
    try InstrumentLibrary(files.map { try Instrument(file: "\($0.slug).yaml", yaml: $0.bytes) })
  }

  /// The instruments that come with the software.
  package static func shipped() throws -> InstrumentLibrary {
    try shippedLibrary.get()
  }
}
