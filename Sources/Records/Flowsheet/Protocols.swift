import Clinic
import Foundation
import Postgres
import Synchronization

/// A protocol that can be started.
package struct ProtocolRecord: Sendable, Hashable {
  package let definition: MonitoringProtocol
  package let text: String
  /// Whether it comes with the software.
  package let isShipped: Bool

  package init(definition: MonitoringProtocol, text: String, isShipped: Bool) {
    self.definition = definition
    self.text = text
    self.isShipped = isShipped
  }
}

/// Queries about monitoring protocols.
package enum Protocols {
  /// Those in force: the clinic's own, and of the shipped ones those that it did not replace, by name.
  package static let inForce: Query<[ProtocolRecord]> = Query<[ProtocolRecord]>.all(
    """
    SELECT p.slug, p.version, p.definition
    FROM clinic.protocol AS p
    WHERE p.organization_id = (SELECT access.organization()) AND NOT p.is_shipped AND p.retired_at IS NULL
    ORDER BY p.slug
    """
  ) { row in
    let text: String = try row["definition"]
    return ProtocolRecord(
      definition: try read(text, slug: try row["slug"], version: try row["version"]), text: text,
      isShipped: false)
  }.map { own in
    let names = Set(own.map(\.definition.reference.slug))
    let shipped = try ProtocolLibrary.shipped().filter { !names.contains($0.definition.reference.slug) }
    return (own + shipped.map { ProtocolRecord(definition: $0.definition, text: $0.text, isShipped: true) })
      .sorted { $0.definition.reference.slug < $1.definition.reference.slug }
  }

  /// A text that was checked when it was loaded, read once for as long as the program runs.
  static func read(_ text: String, slug: String, version: String) throws -> MonitoringProtocol {
    if let known = known.withLock({ $0[text] }) { return known }
    let read = try MonitoringProtocol(file: "\(slug) \(version)", yaml: Array(text.utf8))
    known.withLock { all in
      if all.count > 200 { all.removeAll() }
      all[text] = read
    }
    return read
  }

  private static let known = Mutex<[String: MonitoringProtocol]>([:])
}

extension Records {
  /// Puts a clinic's own protocol in force; what runs by an earlier version goes on by that.
  ///
  /// Throws a `Conflict` where this version stands for another text already.
  package func load(_ entry: ProtocolLibrary.Entry, as caller: Caller) async throws {
    let now = clock()
    let reference = entry.definition.reference
    let retire: SQL = """
      UPDATE clinic.protocol SET retired_at = \(now)
      WHERE organization_id = (SELECT access.organization()) AND slug = \(reference.slug) AND NOT is_shipped
        AND retired_at IS NULL
      """
    let insert: SQL = """
      INSERT INTO clinic.protocol (
        organization_id, slug, version, title, definition, is_shipped, loaded_at, loaded_by)
      VALUES (
        access.organization(), \(reference.slug), \(reference.version), \(entry.definition.title), \(entry.text), false,
        \(now), access.staff_member())
      """
    try await run(as: caller, Action(.protocolLoad), first: [retire, insert])
  }
}
