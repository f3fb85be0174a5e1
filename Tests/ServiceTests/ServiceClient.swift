import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Records
import Service
import TestSupport
import Testing

/// Talks to the service of the test that runs, as somebody who is signed in.
struct ServiceClient: Sendable {
  let database: TestDatabase
  let client: any TestClientProtocol
  var token: Token

  /// Serves the database of the test while `body` runs.
  static func use(
    _ records: Records? = nil, factorKeys: FactorKeys? = nil, logger: Logger = Logger(label: "test"),
    change: (inout ServiceConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ServiceClient) async throws -> Void
  ) async throws {
    let database = try TestDatabase.required()
    var configuration = ServiceConfiguration()
    configuration.insistsOnDurability = false
    change(&configuration)
    let service = try ClinicService(
      records: records ?? database.records, configuration: configuration, factorKeys: factorKeys,
      logger: logger)
    try await service.application().test(.router) { client in
      try await body(ServiceClient(database: database, client: client, token: database.caller.token))
    }
  }

  /// The same as somebody else.
  func signedIn(with token: Token) -> ServiceClient {
    var copy = self
    copy.token = token
    return copy
  }

  func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.get, path, nil, headers)
  }

  func post(_ path: String, _ json: String, _ headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.post, path, Array(json.utf8), headers)
  }

  func delete(_ path: String) async throws -> Answer {
    try await send(.delete, path, nil)
  }

  func patch(_ path: String, _ json: String, _ headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.patch, path, Array(json.utf8), headers)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]?, _ headers: HTTPFields = [:]
  ) async throws
    -> Answer
  {
    var all = headers
    if all[.authorization] == nil { all[.authorization] = "Bearer \(token.text)" }
    if body != nil, all[.contentType] == nil { all[.contentType] = "application/json" }
    let response = try await client.executeRequest(
      uri: path, method: method, headers: all, body: body.map { ByteBuffer(bytes: $0) })
    return Answer(
      status: Int(response.status.code), headers: response.headers, text: String(buffer: response.body))
  }
}

/// What came back.
struct Answer: Sendable, CustomStringConvertible {
  let status: Int
  let headers: HTTPFields
  let text: String

  var description: String { "\(status) \(text)" }

  /// The body as the usual JSON values.
  var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]) }

  /// A text or a number of the body by its path, such as `stays.0.id`.
  subscript(_ path: String) -> String? {
    let found = path.split(separator: ".").reduce(json) { value, part in
      if let list = value as? [Any], let index = Int(part) {
        return list.indices.contains(index) ? list[index] : nil
      }
      return (value as? [String: Any])?[String(part)]
    }
    return found.map { "\($0)" }
  }

  /// The last part of the problem's type.
  var problem: String? { self["type"].map { $0.replacing("/problems/", with: "") } }
}

/// Short ways to bring people into the clinic, over HTTP.
extension ServiceClient {
  func patient(_ family: String = "Zzyxperson") async throws -> String {
    let answer = try await post("/v1/intakes", intake(family))
    return try #require(answer["patient_id"], "\(answer)")
  }

  func intake(_ family: String = "Zzyxperson") -> String {
    """
    {"facility_id": "\(database.north.id)", "at": "2026-06-10T08:00:00Z",
     "patient": {"given_name": "Testa", "family_name": "\(family)", "birth_date": "1990-05-17", "sex": "female"},
     "circumstances": {"prior_episodes": 0, "insurance": {"missing": "refused"}},
     "substances": [
       {"substance": "other", "detailed_drug": 2004, "form": "powder", "route": "nasal", "frequency": "daily",
        "age_at_first_use": 17, "last_use": "2026-06-09"},
       {"substance": "alcohol", "route": "oral", "frequency": "once_or_twice_a_week", "age_at_first_use": 15}],
     "diagnoses": [{"code": "F16.20"}]}
    """
  }

  func admission(_ patient: String, bed: Bed.ID, at: String = "2026-06-11T08:00:00Z") -> String {
    """
    {"patient_id": "\(patient)", "facility_id": "\(database.north.id)", "stage": "detox", "at": "\(at)",
     "level": {"edition": 3, "code": "3.7-WM"}, "bed_id": "\(bed)", "reason": "as agreed"}
    """
  }

  func episode(_ patient: String, bed: Bed.ID) async throws -> String {
    let answer = try await post("/v1/episodes", admission(patient, bed: bed))
    return try #require(answer["episode_id"], "\(answer)")
  }

  func transfer(bed: Bed.ID, at: String = "2026-06-14T08:00:00Z") -> String {
    """
    {"event": "transfer", "to": "residential", "at": "\(at)", "level": {"edition": 3, "code": "3.5"},
     "bed_id": "\(bed)", "reason": "detox done"}
    """
  }
}
