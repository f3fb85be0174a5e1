import Clinic
import Foundation
import Postgres
import PrivatePostgres
import Records
import Reports

/// An error as it is told to whoever typed the command: what, where, and what to do.
struct Complaint: Error {
  let status: ExitStatus
  let code: String
  let message: String
  var field: String?
  var value: String?
  let remedy: String
  /// Where to go on from here, beside what is to be put right.
  var advice: String?
  /// The single faults, when there are several.
  var faults: [any Refusal] = []
  /// How many those are, in a sentence.
  var summary: String?
  /// How the database would have found what took too long.
  var plan: String?
  /// What stands in a bed that was asked for, and what can be had instead.
  var taken: BedTaken?
  /// What somebody else has done about the dose.
  var acted: DoseActed?

  init(_ status: ExitStatus, _ code: String, _ message: String, remedy: String) {
    self.status = status
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// Every error ends here once; those that nobody foresaw are faults of this program.
  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let refusal as any Refusal:
      self.init(ExitStatus(refusal.kind), refusal.code, refusal.message, remedy: refusal.remedy)
      (field, value) = (refusal.field, refusal.value)
      taken = refusal as? BedTaken
      acted = refusal as? DoseActed
      if refusal is NotSignedIn { advice = "With your password: stepwell sign-in --handle NAME" }
      if let several = refusal as? any Refusals, several.parts.count > 1 {
        (faults, summary) = (several.parts, several.summary)
      }
    case let slow as ReportTooSlow:
      self.init(.unavailable, slow.code, slow.message, remedy: slow.remedy)
      plan = slow.plan
    case let error as PrivatePostgresError:
      self.init(.unavailable, "database-unavailable", error.message, remedy: error.remedy)
    case let error as PostgresError: self.init(error)
    case let mismatch as Migrator.Mismatch:
      self.init(
        .unavailable, "schema-mismatch", mismatch.description,
        remedy: "See what there is: stepwell migrate --plan")
    case is CancellationError:
      self.init(.unavailable, "interrupted", "The command was interrupted.", remedy: "Run it again.")
    default:
      self.init(
        .fault, "fault", "This should not happen: \(error)",
        remedy: "Report it with the command that you ran.")
    }
  }

  /// The server's words are not repeated: they may quote a value of a patient.
  private init(_ error: PostgresError) {
    let status = ExitStatus(error)
    switch (status, error.code?.description) {
    case (_, "42P01"), (_, "3F000"), (_, "42883"):
      self.init(
        .unavailable, "schema-missing", "The database does not have the tables of this program.",
        remedy: "Run: stepwell migrate")
    case (.unavailable, _) where error.kind == .server || error.kind == .connectionLost:
      let reason = error.code == nil ? Self.firstLine(error.message) : error.description
      self.init(
        status, "database-unavailable", "The database does not answer: \(reason)",
        remedy: "See that it runs and that the address is right: stepwell doctor")
    case (.unavailable, _):
      self.init(
        status, "database-busy", "The database did not finish: \(error.description).",
        remedy: "Try again in a moment.")
    case (.conflict, _):
      self.init(
        status, "conflict", "Somebody else was changing the same.", remedy: "Look again and repeat it.")
    case (.notPermitted, _):
      self.init(
        status, "not-permitted",
        "The database does not permit this to the role that the command connects as.",
        remedy: "See the rights of the role: stepwell doctor")
    case (.refused, _) where error.kind == .encoding:
      self.init(
        status, "unusable-text", "A text cannot be stored: \(error.message)", remedy: "Correct the text.")
    case (.refused, _):
      self.init(
        status, "refused", "The database refuses it: \(error.description).",
        remedy: "Check the values and repeat it.")
    default:
      self.init(
        status, "fault", "The database and this program do not agree: \(error.description).",
        remedy: "Report it with the command that you ran.")
    }
    (field, value) = (error.column, nil)
  }

  /// libpq's reasons have many lines; the first says which host and why.
  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? text
  }
}
