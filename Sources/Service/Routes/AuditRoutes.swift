import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// The audit trail, for whoever is charged with reading it; every reading stands in it too.
enum AuditRoutes {
  static let all = [
    Endpoint("/v1/audit/events", get: .needs(.auditSearch, search)),
    Endpoint("/v1/audit/seals", get: .needs(.auditVerify, seals)),
    Endpoint("/v1/patients/{id}/accesses", get: .needs(.auditSearch, accesses)),
  ]

  /// Answers `GET /v1/audit/events`: a page of the trail, the newest first.
  @Sendable static func search(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query(
      "from", "to", "staff", "patient", "action", "outcome", "strangers", "limit", "after")
    let limit = try query.count("limit", limit: 1_000, otherwise: 100)
    var search = TrailSearch()
    search.from = try query.optional("from") { try $0.instant() }
    search.to = try query.optional("to") { try $0.instant() }
    search.staff = try query.optional("staff") { try $0.identifier() }
    search.patient = try query.optional("patient") { try $0.identifier() }
    search.action = try query.optional("action") { try $0.actionName() }
    search.outcome = try query.optional("outcome") { try $0.word() }
    search.strangers = try query.optional("strangers") { try $0.yesOrNo() } ?? false
    let place = try query.optional("after") { try TrailSearch.Place(cursor: $0.text()) }
    let (found, archived) = try await exchange.records.search(
      search, limit: limit, after: place, as: exchange.caller(.operations))
    var response = exchange.answer(
      TrailAnswerRepresentation("events", found.map(TrailEventRepresentation.init), newestArchived: archived))
    if found.count == limit, let last = found.last {
      let rest = (exchange.request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("after=") }
      let parts = rest + ["after=\(TrailSearch.Place(last).cursor)"]
      response.headers[.link] = "</v1/audit/events?\(parts.joined(separator: "&"))>; rel=\"next\""
    }
    return response
  }

  /// Answers `GET /v1/audit/seals`: the newest seals, which are worth keeping elsewhere.
  @Sendable static func seals(_ exchange: Exchange) async throws -> Response {
    let limit = try exchange.query("limit").count("limit", limit: 1_000, otherwise: 1)
    let found = try await exchange.records.run(
      as: exchange.caller(.operations), Action("audit.seal", needs: .auditVerify), Seals.newest(limit))
    return exchange.answer(found.map(SealRepresentation.init))
  }

  /// Answers `GET /v1/patients/{id}/accesses`: who had to do with the records of a patient.
  @Sendable static func accesses(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("from", "to")
    let from = try query.optional("from") { try $0.instant() }
    let to = try query.optional("to") { try $0.instant() }
    let id: Patient.ID = try exchange.id(of: "patient")
    let (found, archived) = try await exchange.records.run(
      as: exchange.caller(.operations), Action("audit.who_saw", needs: .auditSearch, patients: [id]),
      PatientAccess.of(id, from: from, to: to), ArchivedMonth.newest(since: from))
    return exchange.answer(
      TrailAnswerRepresentation(
        "accesses", found.map(PatientAccessRepresentation.init), newestArchived: archived))
  }
}

extension TrailEvent.Outcome: Worded {}

extension JSONNode {
  fileprivate func yesOrNo() throws -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    default:
      throw InvalidValue(
        "unknown-code", field: "strangers", problem: "is neither true nor false",
        remedy: "Write true or false.")
    }
  }

  /// The name of an action, or the beginning of names with a star.
  fileprivate func actionName() throws -> String {
    let name = try text()
    guard TrailSearch.isActionName(name) else {
      throw InvalidValue(
        "invalid-action", field: "action", problem: "is not the name of an action",
        remedy: "Write one such as patient.read, or the beginning of several such as patient.*")
    }
    return name
  }
}

extension TrailSearch.Place {
  init(_ event: TrailEvent) { self.init(at: event.at, transaction: event.transaction) }

  /// The place as a word for an address.
  var cursor: String {
    "\(Int64((at.timeIntervalSince1970 * 1_000_000).rounded())).\(transaction)"
  }

  fileprivate init(cursor: String) throws {
    let parts = cursor.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 2, let time = parts[0], let transaction = parts[1], transaction >= 0,
      (-10_000_000_000_000_000...10_000_000_000_000_000).contains(time)
    else {
      throw InvalidValue(
        "invalid-cursor", field: "after", problem: "is not a place in the trail",
        remedy: "Use the address that the Link header of the page before gives.")
    }
    self.init(at: Date(timeIntervalSince1970: Double(time) / 1_000_000), transaction: transaction)
  }
}
