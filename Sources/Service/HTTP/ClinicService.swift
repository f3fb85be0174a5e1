import Clinic
import Foundation
import Hummingbird
import Logging
import NIOCore
import Records
import ServiceLifecycle
import UnixSignals
import Yams

/// The clinic over HTTP: what commands do, for programs and for people with a browser.
package struct ClinicService: Sendable {
  let desk: Desk
  let logger: Logger
  private let companions: [any ServiceLifecycle.Service]

  /// Refuses a configuration that would expose the records; nothing here touches the network.
  ///
  /// What is in `companions` begins before requests are taken and ends after the last of them.
  package init(
    records: Records, configuration: ServiceConfiguration, factorKeys: FactorKeys? = nil,
    terms: SessionTerms = SessionTerms(), companions: [any ServiceLifecycle.Service] = [],
    logger: Logger = Logger(label: "stepwell.http")
  ) throws {
    try configuration.check()
    self.companions = companions
    self.desk = Desk(
      records: records, signIn: SignInDesk(records, factorKeys: factorKeys, terms: terms),
      configuration: configuration, description: try Self.describe())
    self.logger = logger
  }

  /// The application as a value, for tests and for a service group of somebody else.
  ///
  /// - Parameter onListening: Is told the port once the service listens.
  /// - Returns: What can be run, and tested without a socket.
  package func application(
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      responder: responder, server: desk.configuration.server, configuration: desk.configuration.application,
      services: companions, onServerRunning: { await onListening($0.localAddress?.port ?? 0) }, logger: logger
    )
  }

  /// Serves until the process is told to stop, then finishes what has begun.
  package func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    try await application(onListening: onListening).runService()
  }

  var responder: RouterResponder<ServiceContext> {
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestFrame())
    if let rate = desk.configuration.requestRate {
      router.add(middleware: RateLimiter(account: rate, isBehindProxy: desk.configuration.isBehindProxy))
    }
    if let limit = desk.configuration.chartsPerHour {
      router.add(middleware: ChartBudget(chartsPerHour: limit))
    }
    for endpoint in Self.endpoints { endpoint.register(in: router, desk) }
    return router.buildResponder()
  }

  static let endpoints =
    HealthRoutes.all + EnquiryRoutes.all + PatientRoutes.all + EpisodeRoutes.all + InstrumentRoutes.all
    + ScreeningRoutes.all
    + TransferRoutes.all + BedRoutes.all + BoardRoutes.all + CohortRoutes.all + ReportRunRoutes.all
    + ReportScheduleRoutes.all
    + FigureMemberRoutes.all
    + ChartRoutes.all
    + BrokenGlassRoutes.all
    + AuditRoutes.all
    + ConsentRoutes.all + DisclosureRoutes.all + SessionRoutes.all + SecondFactorRoutes.all + RoleRoutes.all
    + StaffRoutes.all + StepDownRoutes.all + HandOffRoutes.all + AppointmentRoutes.all
    + AuthorizationRoutes.all
    + LevelRoutes.all + MedicationRoutes.all + DoseRoutes.all + AllergyRoutes.all + StockRoutes.all
    + FlowsheetRoutes.all + MonitoringRoutes.all + StageRuleRoutes.all
    + TEDSRoutes.all + TEDSSubmissionRoutes.all + QualityRoutes.all

  /// Every door, as `GET /v1/patients/{id}`, and what somebody needs to come through it.
  package static var doors: [(door: String, need: Need)] {
    endpoints.flatMap { endpoint in
      endpoint.doors.map { (door: "\($0.method.rawValue) \(endpoint.path)", need: $0.door.need) }
    }
  }

  /// The description is written as YAML, for people, and served as JSON.
  private static func describe() throws -> [UInt8] {
    let text = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
    let document = try Yams.load(yaml: text) ?? [:]
    return Array(
      try JSONSerialization.data(withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes]))
  }
}
