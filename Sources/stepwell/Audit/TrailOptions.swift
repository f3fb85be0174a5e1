import ArgumentParser
import Clinic
import Foundation
import Records

/// A period of the audit trail.
struct TrailPeriod: ParsableArguments {
  @Option(help: "Nothing from before this time.") var from: String?
  @Option(help: "Nothing from this time on.") var to: String?
}

extension Output {
  /// Says that a question reached into the archive, of which `month` is the newest.
  func noteArchive(_ month: TrailMonth?) {
    guard let month else { return }
    note("months before \(month.adding(months: 1)) are in the archive, and were not looked at.")
  }
}

extension TrailMonth: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Desk {
  /// A patient as people name one: by the identifier, or by the number of the medical record.
  ///
  /// Throws `NotFound` where a number is nobody's.
  func patient(named text: String) async throws -> Patient.ID {
    if let id = Patient.ID(text) { return id }
    let found = try await records.run(as: caller, Action(.patientSearch), Patients.numbered(text))
    guard let id = found else { throw NotFound("patient") }
    return id
  }

  /// The member of staff whose short name it is.
  func staff(named handle: String) async throws -> Staff.ID {
    let found = try await records.run(
      as: caller, Action("staff.find", needs: nil), StaffMembers.named(handle))
    guard let id = found else { throw NotFound("member of staff", field: "staff") }
    return id
  }
}
