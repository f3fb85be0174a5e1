import ArgumentParser
import Clinic
import Foundation
import Records

/// What the board of data quality looks at.
struct QualityOptions: ParsableArguments {
  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "Episodes that went on within so many days.") var days = 90
  @Option(help: "What is written down more than so many days later is late.") var lateAfter: Int32 = 3
  @Option(help: "A stay without anything for so many days is idle.") var idleAfter: Int32 = 7

  func validate() throws {
    guard (1...3_650).contains(days), (0...3_650).contains(lateAfter), (1...3_650).contains(idleAfter) else {
      throw ValidationError("Days go from 1 to 3650; --late-after may also be 0.")
    }
  }

  func scope(at desk: Desk, _ facilities: [FacilityRecord]) throws -> QualityScope {
    QualityScope(
      facility: try facility.map { try desk.facility($0, among: facilities).facility.id },
      from: desk.now.addingTimeInterval(Double(-86_400 * days)), to: desk.now, lateAfter: lateAfter,
      idleAfter: idleAfter)
  }
}
