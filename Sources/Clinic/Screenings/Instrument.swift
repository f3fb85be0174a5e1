/// A questionnaire or scale, as data: its items, what may be answered, and how it is scored.
package struct Instrument: Hashable, Sendable {
  package let reference: Reference
  /// What it is called in lists: PHQ-9.
  package let title: String
  /// What it looks for, in a few words.
  package let about: String
  /// The time that the questions ask about: "2 weeks".
  package let recall: String
  /// Under which terms it may be used.
  package let licence: String
  /// Where its scoring is published.
  package let source: String
  package let loinc: Loinc?
  package let items: [Item]
  package let skips: [Skip]
  package let total: Scale
  package let subscales: [Scale]
  package let flags: [Flag]
  package let algorithms: [SymptomCount]

  /// The items that count towards the total, in order.
  package var scoredItems: [Item] { items(total.items) }

  /// The items with these numbers, in order.
  func items(_ numbers: Set<Int16>) -> [Item] { items.filter { numbers.contains($0.number) } }
}

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

  /// One question or observation.
  package struct Item: Hashable, Sendable {
    /// Its place in the instrument, from 1.
    package let number: Int16
    /// The identity of the question across instruments, so that it is asked once: a LOINC code or our own slug.
    package let question: String
    /// A few words of ours; the official wording is not here.
    package let label: String
    package let choices: [Choice]
    /// Whether the value is turned round when it is scored.
    package let isReversed: Bool
    /// Nobody sees a total without it when false.
    package let isScored: Bool

    /// What the answer `value` adds to a score.
    package func points(_ value: Int16) -> Int {
      guard isReversed, let low = choices.first?.value, let high = choices.last?.value else {
        return Int(value)
      }
      return Int(low) + Int(high) - Int(value)
    }

    /// The most that an answer can add to a score.
    package var most: Int { choices.map { points($0.value) }.max() ?? 0 }
    /// The least that an answer can add to a score.
    package var least: Int { choices.map { points($0.value) }.min() ?? 0 }
  }

  /// One answer that may be given.
  package struct Choice: Hashable, Sendable {
    package let value: Int16
    /// A few words of ours.
    package let label: String
    /// The LOINC code of the answer, when there is one.
    package let loinc: String?
  }
}
