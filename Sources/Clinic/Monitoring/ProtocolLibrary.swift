/// The protocols that come with the software.
package enum ProtocolLibrary {
  /// A protocol with the text of its file.
  package struct Entry: Sendable, Hashable {
    package let file: String
    package let text: String
    package let definition: MonitoringProtocol

    package init(file: String, text: String) throws(InvalidFile) {
      self.file = file
      self.text = text
      definition = try MonitoringProtocol(file: file, yaml: Array(text.utf8))
    }
  }

  private static let shippedEntries = Result {
    try [
      ("protocol_alcohol.yaml", PackageResources.protocol_alcohol_yaml),
      ("protocol_opioid.yaml", PackageResources.protocol_opioid_yaml),
      ("protocol_benzodiazepine.yaml", PackageResources.protocol_benzodiazepine_yaml),
      ("protocol_ketamine.yaml", PackageResources.protocol_ketamine_yaml),
      ("protocol_supportive.yaml", PackageResources.protocol_supportive_yaml),
    ].map { try Entry(file: $0.0, text: String(decoding: $0.1, as: UTF8.self)) }
  }

  /// In a fixed order.
  package static func shipped() throws -> [Entry] { try shippedEntries.get() }

  /// The shipped protocol of that name; throws a refusal that lists the names.
  package static func find(_ slug: String) throws -> Entry {
    let all = try shipped()
    guard let found = all.first(where: { $0.definition.reference.slug == slug }) else {
      throw InvalidValue(
        "unknown-protocol", field: "protocol", problem: "is not a protocol that is at hand",
        remedy: "Use one of \(all.map(\.definition.reference.slug).listing), or load one.")
    }
    return found
  }
}
