import Foundation
import Postgres
import PrivatePostgres
import Records

/// A database that can be connected to: the private one of a data folder, or another.
///
/// Whoever opens it closes it; a private server stops with its last user.
struct Premises: Sendable {
  /// As whom migrations connect.
  let ownerConninfo: String
  /// As whom the service and the commands connect.
  let serviceConninfo: String
  private let server: PrivatePostgres?

  /// Opens what the options lead to, and starts a private server that does not run.
  ///
  /// With `isMade` a data folder that is not there yet is made; otherwise that is a `Complaint`.
  static func open(_ place: PlaceOptions, makingFolder isMade: Bool = false) async throws -> Premises {
    if let url = place.url() { return Premises(ownerConninfo: url, serviceConninfo: url, server: nil) }
    if !isMade { try await mustExist(place) }
    let server = PrivatePostgres(folder: place.folder())
    let connections = try await server.start()
    return Premises(
      ownerConninfo: connections.ownerConninfo, serviceConninfo: connections.serviceConninfo, server: server)
  }

  /// Throws a `Complaint` when there is nothing in the data folder yet.
  static func mustExist(_ place: PlaceOptions) async throws {
    let folder = place.folder()
    guard place.url() == nil, case .absent = await PrivatePostgres(folder: folder).status else { return }
    throw Complaint(
      .unavailable, "no-clinic", "There is no clinic in \(folder) yet.",
      remedy: "Start with: stepwell up --data \(folder)")
  }

  /// Connects with the rights of the service: it owns nothing, and row-level security holds for it.
  func service(interactive: Int = 1) -> Database {
    var configuration = Database.Configuration(serviceConninfo)
    configuration.role = "stepwell_app"
    configuration.interactive.connections = interactive
    return Database(configuration)
  }

  /// Connects as the owner of the tables.
  func owner() -> Database {
    var configuration = Database.Configuration(ownerConninfo)
    configuration.interactive.connections = 1
    configuration.interactive.statementTimeout = .seconds(600)
    return Database(configuration)
  }

  func close() async {
    // A server that does not stop in time is left to the next command, which takes it over.
    try? await server?.stop()
  }

  /// Works on the premises, and closes them whatever happens.
  static func use<Result>(
    _ place: PlaceOptions, makingFolder isMade: Bool = false, _ work: (Premises) async throws -> Result
  ) async throws -> Result {
    let premises = try await open(place, makingFolder: isMade)
    do {
      let result = try await work(premises)
      await premises.close()
      return result
    } catch {
      await premises.close()
      throw error
    }
  }

  /// Works with a connection of the owner, and closes it.
  func asOwner<Result>(_ work: (Database) async throws -> Result) async throws -> Result {
    let owner = owner()
    do {
      let result = try await work(owner)
      await owner.close()
      return result
    } catch {
      await owner.close()
      throw error
    }
  }
}
