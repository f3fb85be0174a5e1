import Foundation
import Logging
import Postgres
import ServiceLifecycle

/// Says in the log whenever somebody breaks the glass of a closed chart, over HTTP or at the command line.
///
/// It names the emergency and the member of staff by identifier, and never the patient.
package struct AlertWatch: ServiceLifecycle.Service {
  private let database: Database
  private let rounds: Rounds

  /// `pause` is how long it waits after the server has refused to let it listen.
  package init(
    _ database: Database, pause: Duration = .seconds(5), logger: Logger = Logger(label: "stepwell.access")
  ) {
    self.database = database
    rounds = Rounds(pause: pause, logger: logger)
  }

  package func run() async {
    await withTaskGroup { group in
      group.addTask { await listen() }
      group.addTask {
        try? await gracefulShutdown()
        // Requests have ended by now; what the last of them did is still on its way.
        try? await Task.sleep(for: .milliseconds(250))
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func listen() async {
    await rounds.run(warning: "nobody listens for broken glass now") {
      for try await alert in database.notifications(on: "stepwell_alert") { say(alert) }
    }
  }

  private func say(_ notification: Database.Notification) {
    guard !notification.isGap else {
      rounds.logger.warning("glass may have been broken unheard; its queue has all of it")
      return
    }
    // Every role of the database may send something here, so nothing is repeated but identifiers.
    guard let alert = try? JSONDecoder().decode(Alert.self, from: Data(notification.payload.utf8)),
      alert.kind == "glass_broken"
    else {
      rounds.logger.warning("an alert was not understood")
      return
    }
    rounds.logger.warning(
      "glass broken",
      metadata: [
        "glass.id": Self.text(alert.id), "staff.id": Self.text(alert.staffID),
        "organization.id": Self.text(alert.organizationID),
      ])
  }

  private static func text(_ id: UUID) -> Logger.MetadataValue { "\(id.uuidString.lowercased())" }

  /// What `access.break_glass` sends.
  private struct Alert: Decodable {
    let kind: String
    let id: UUID
    let organizationID: UUID
    let staffID: UUID

    enum CodingKeys: String, CodingKey {
      case kind, id
      case organizationID = "organization_id"
      case staffID = "staff_id"
    }
  }
}
