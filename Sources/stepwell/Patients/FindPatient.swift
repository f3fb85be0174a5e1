import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Finds people by whatever is known of them.
struct FindPatient: ClinicCommand {
  static let need = Need.permission(.patientSearch)
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find people by name, birth date or number, even when misspelt.",
    discussion: """
      Ends with status 66 when nobody is found.

      Examples:
        stepwell patient find 'jon smith 1990-12-31'
        stepwell patient find zz-example
      """)

  @Argument(help: "Names, a birth date, a number; in any order.") var words: [String]
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let search = try PatientSearch(words.joined(separator: " "))
    let found = try await desk.records.run(
      as: desk.caller, Action(.patientSearch), list: Patients.search(search))
    try desk.output.show(found.map(PatientRepresentation.init)) { style in
      found.isEmpty ? "Nobody like that is on record.\n" : found.table.text(style)
    }
    if found.isEmpty { throw ExitStatus.notFound.code }
  }
}

extension [PatientRecord] {
  fileprivate var table: Table {
    var table = Table(.text("Name", limit: 30), .text("Born"), .text("Sex"), .text("Patient"))
    for record in self {
      table.add(
        record.words, record.birthDate.words { "\($0)" }, record.sex.words { "\($0)" }, record.id.description)
    }
    return table
  }
}

extension PatientRecord {
  /// The name as staff say it.
  var words: String {
    let name = [givenName, familyName].compactMap(\.self).joined(separator: " ")
    if name.isEmpty { return "name not known" }
    return preferredName.map { "\(name) (\($0))" } ?? name
  }
}

extension Recorded {
  /// The value, or why there is none.
  func words(_ text: (Value) -> String) -> String {
    switch self {
    case .value(let value): text(value)
    case .missing(let reason): reason.words
    }
  }
}
