import Clinic
import Foundation

/// What was sent to a state at one time: a file of admissions and one of discharges.
package struct TEDSSubmission: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<TEDSSubmission>

  package let id: ID
  /// Counts the submissions of the organization, from 1.
  package let number: Int32
  package let month: TEDSMonth
  package let facilities: [Facility.ID]
  /// The year whose codes it is written in.
  package let codeYear: Int16
  package let admissions, discharges: Int32
  /// How many records were kept back for a fatal fault.
  package let withheld: Int32
  /// SHA-256 of each file.
  package let admissionsDigest, dischargesDigest: [UInt8]
  package let lacking: [Lacking]
  package let madeAt: Date
  package let madeBy: String
  package let answers: Answers

  /// An element that is not on record, and for how many records.
  package struct Lacking: Hashable, Sendable {
    package let element: TEDSElement
    package let count: Int32
  }

  /// What it tells, and what the state said of it.
  package struct Answers: Hashable, Sendable {
    package let added, changed, deleted, accepted, rejected: Int32

    package var pending: Int32 { added + changed + deleted - accepted - rejected }
  }

  /// The name of one of its files: nothing personal is in it.
  package func fileName(_ kind: TEDSLayout.Kind) -> String {
    let digits = String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
    return "teds-\(month)-\(digits)-\(kind.rawValue)s.txt"
  }
}
