import Clinic
import Foundation
import Hummingbird
import Logging
import Postgres
import Records
import Service

/// Serves one chart from memory: what the same answer costs without a database.
///
/// Started with the connection of the service, a token, the patient whose chart it is, and a port.
@main
struct ServiceBench {
  enum Misuse: Error { case message(String) }

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let patient = Patient.ID(arguments[3]), let port = Int(arguments[4]) else {
      throw Misuse.message("ServiceBench CONNINFO TOKEN PATIENT PORT")
    }
    let chart = try await chart(of: patient, conninfo: arguments[1], token: Token(arguments[2]))
    let router = Router()
    router.get("/v1/patients/{id}") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSON.bytes(chart))))
    }
    router.get("/healthz") { _, _ in HTTPResponse.Status.ok }
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
    try await application.runService()
  }

  private static func chart(
    of patient: Patient.ID, conninfo: String, token: Token
  ) async throws -> ChartRepresentation {
    var configuration = Database.Configuration(conninfo)
    configuration.role = "stepwell_app"
    let database = Database(configuration)
    let chart = try await Records(database).chart(
      of: patient, as: Caller(token: token, source: .http, requestID: "bench"))
    await database.close()
    return ChartRepresentation(chart)
  }
}
