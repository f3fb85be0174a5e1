import Clinic

/// The services that a level of care leaves no choice of, for stays that say their level and not their service.
///
/// Where a level may be several services (residential: short or long term, in a hospital or not) none is assumed.
package struct TEDSServices: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let edition: Int16
    package let level: String
    package let service: Int16
  }

  package let lines: [Line]

  private enum Column: String, CSVColumn {
    case edition, level, service

    var name: String { rawValue }
  }

  /// The file that comes with the software.
  ///
  /// Throws `UnreadableFile` where it is damaged.
  package static func shipped() throws -> TEDSServices {
    var reader = CSVReader(ByteSource(PackageResources.teds_services_csv))
    let header = try CSVHeader<Column>(&reader)
    var lines: [Line] = []
    while try reader.next() {
      let fields = header.fields.map { reader.text($0) }
      guard fields.count == 3, let edition = Int16(fields[0]), let service = Int16(fields[2]) else {
        throw UnreadableFile.damagedResource("teds_services.csv", line: reader.line)
      }
      lines.append(Line(edition: edition, level: fields[1], service: service))
    }
    return TEDSServices(lines: lines)
  }
}
