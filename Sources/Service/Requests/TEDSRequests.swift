import Clinic
import Foundation
import Interchange
import Records

/// That a facility reports to a state.
package struct TEDSReporterRequest: Sendable {
  package let reporter: TEDSReporter

  package init(_ body: JSONNode) throws {
    let members = try body.members(["facility_id", "state", "provider", "agency", "authority", "from"])
    reporter = try TEDSReporter(
      facilityID: members["facility_id"].identifier(), state: members["state"].text(),
      provider: members["provider"].text(), agency: members["agency"].line(),
      authority: members["authority"].line(), from: TEDSMonth(members["from"].text(), field: "from"))
  }
}

/// The month that a submission tells of, and whose.
package struct TEDSSubmissionRequest: Sendable {
  package let month: TEDSMonth
  /// Nil for all that report and that the caller works in.
  package let facilities: [Facility.ID]?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["month"], optional: ["facility_ids"])
    month = try TEDSMonth(members["month"].text())
    facilities = try members.optional("facility_ids") { node in
      try node.elements(limit: 1_000).map { try $0.identifier() }
    }
  }
}

/// What a state says of records.
package struct TEDSAcknowledgementRequest: Sendable {
  package let acknowledgement: TEDSAcknowledgement

  package init(_ body: JSONNode) throws {
    let members = try body.members(["answers"])
    let answers = try members["answers"].elements(limit: 10_000)
    acknowledgement = TEDSAcknowledgement(
      try answers.enumerated().map { index, node in
        let members = try node.members(["submission", "record", "line", "outcome"], optional: ["reason"])
        let outcome: Outcome = try members["outcome"].word()
        let reason = try members.optional("reason") { try $0.line() }
        return TEDSAcknowledgement.Line(
          place: index + 1, submission: try members["submission"].number(),
          kind: try members["record"].word(),
          line: try members["line"].number(), isAccepted: outcome == .accepted,
          reason: outcome == .rejected ? reason?.rawValue : nil)
      })
  }

  private enum Outcome: String, Worded {
    case accepted, rejected
  }
}
