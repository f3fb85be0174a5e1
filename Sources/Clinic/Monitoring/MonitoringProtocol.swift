/// What is watched of a person, how often, who is told of what, and until when; from a file.
package struct MonitoringProtocol: Hashable, Sendable {
  /// Which protocol, and which wording of it.
  package struct Reference: Hashable, Sendable {
    package let slug: String
    package let version: String

    package init(slug: String, version: String) {
      self.slug = slug
      self.version = version
    }
  }

  package let reference: Reference
  package let title: String
  package let about: String
  /// Where what it says is published, and what of it is ours.
  package let source: String
  package let kind: Kind
  /// How many minutes after its time a check is late.
  package let graceMinutes: Int
  /// In the order of the file.
  package let checks: [Check]
  package let escalations: [Escalation]
  package let stops: [Stop]

  /// What the person comes down from.
  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case alcohol, opioid, benzodiazepine, stimulant, ketamine
    /// Anything else, and support alone.
    case supportive

    /// The scales of withdrawal that are valid for it; of ketamine there is none.
    var scales: Set<String> {
      switch self {
      case .alcohol: ["ciwa_ar"]
      case .opioid: ["cows"]
      case .benzodiazepine, .stimulant, .ketamine, .supportive: []
      }
    }

    static let withdrawalScales: Set<String> = ["ciwa_ar", "cows"]
  }

  package subscript(check name: String) -> Check? { checks.first { $0.name == name } }
}

extension MonitoringProtocol {
  /// One thing that is watched.
  package struct Check: Hashable, Sendable {
    /// Short, of small letters: `ciwa_ar`.
    package let name: String
    package let title: String
    package let task: Task
    /// By what the pace goes; nil where it goes by hours alone.
    package let score: ScoreKind?
    /// Tried in order: the first that fits holds.
    package let paces: [Pace]
    /// Minutes until the next one where the score cannot be told; the shortest that could be meant when nil.
    package let unscored: Int?
    /// Minutes after which somebody who slept, refused or could not is tried again.
    package let again: [NotMeasured: Int]
  }

  package enum Task: Hashable, Sendable {
    /// A questionnaire or scale, by its slug.
    case instrument(String)
    /// These signs, each of them.
    case signs(Set<VitalSign>)
  }

  /// A score that a pace may go by, with the values that it can have.
  package enum ScoreKind: Hashable, Sendable {
    case total(ClosedRange<Int>)
    case news2
    case sign(VitalSign, ClosedRange<Int>)

    package var range: ClosedRange<Int> {
      switch self {
      case .total(let range), .sign(_, let range): range
      case .news2: 0...20
      }
    }
  }

  /// How often, under which conditions; hours are counted from the admission.
  package struct Pace: Hashable, Sendable {
    package let fromHour: Int
    /// The first hour that is no longer meant; nil where it is meant to the end.
    package let untilHour: Int?
    package let scores: ClosedRange<Int>?
    /// The scores have stayed there for so many hours.
    package let heldHours: Int
    /// Only where one sign of NEWS2 alone has 3 points.
    package let isRed: Bool
    package let minutes: Int
  }

  /// Who is told of what was found, and by when somebody has answered.
  package struct Escalation: Hashable, Sendable {
    package let check: String
    package let trigger: Trigger
    package let tell: Role
    package let withinMinutes: Int
    /// What is to be done.
    package let then: String
  }

  package enum Trigger: Hashable, Sendable {
    case score(atLeast: Int)
    case red
    /// A band, a flag or a word that was found.
    case results(Set<String>)
  }

  /// When the whole protocol has done its work.
  package enum Stop: Hashable, Sendable {
    case afterHours(Int)
    /// The scores of a check stayed at most so high for so many hours.
    case held(check: String, atMost: Int, hours: Int)
  }

  /// The hour at which it ends whatever is found; nil where it goes by scores alone.
  package var lastHour: Int? {
    stops.compactMap { if case .afterHours(let hours) = $0 { hours } else { nil } }.min()
  }
}
