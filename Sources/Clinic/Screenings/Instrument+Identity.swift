extension Instrument {
  /// Which definition it is; results keep it, so that an old score can be explained for ever.
  package struct Reference: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name of the instrument in files, commands and addresses: `phq_9`.
    package let slug: String
    package let version: String

    package var description: String { "\(slug) version \(version)" }

    package init(slug: String, version: String) {
      self.slug = slug
      self.version = version
    }
  }

  /// The codes by which other systems know it.
  package struct Loinc: Hashable, Sendable {
    package let panel: String
    package let total: String?
  }

  /// What the owner of an instrument allows.
  package struct Terms: Hashable, Sendable {
    package let licence: String
    package let wording: WordingRights
    package let source: String
  }

  /// Whether a clinic may load the official wording; no file of ours has it.
  package enum WordingRights: String, CaseIterable, Hashable, Sendable {
    /// It may be loaded by anybody.
    case free
    /// The clinic needs a permission or a licence of its own.
    case permission
    /// There is none: the instrument is ours.
    case ours
  }

  /// Who fills an instrument in.
  package enum Administrator: String, CaseIterable, Hashable, Sendable {
    /// The patient.
    case patient
    /// Somebody of the staff, who reads the questions out.
    case interviewer
    /// Somebody who is trained to observe or examine.
    case clinician
  }

  /// Whom the published figures hold for.
  package struct Population: Hashable, Sendable {
    /// In a few words; nil where nothing is said.
    package let description: String?
    /// The ages in years.
    package let ages: Ages
    /// Whether a score of anybody else is refused, and not only remarked upon.
    package let isStrict: Bool
    /// Whether it is not for pregnancy.
    package let excludesPregnancy: Bool
  }

  /// A stretch of ages in years, both ends included; open where nil.
  package struct Ages: Hashable, Sendable {
    package let from: Int?
    package let to: Int?

    /// Whether somebody of this age is in it.
    package func contains(_ age: Int) -> Bool { (from ?? .min)...(to ?? .max) ~= age }
  }

  /// The end of an instrument's use.
  package struct Retirement: Hashable, Sendable {
    package let on: Day
    /// The slug of the instrument to use now.
    package let instead: String?
  }
}
