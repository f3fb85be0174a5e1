import Clinic
import Foundation
import Postgres
import Records

/// Where a command works: the records, in the session of whoever typed it.
struct Desk: Sendable {
  let records: Records
  let caller: Caller
  let output: Output
  /// When the command began; "now" in all that it reads and writes.
  let now: Date

  /// A new identifier for something that comes into being now.
  func new<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: now, random: &random)
  }
}

extension Desk {
  /// Opens the records for one command, which needs `need`, and closes them after it.
  static func use(
    _ place: PlaceOptions, _ output: Output, need: Need, source: Caller.Source = .cli,
    purpose: Caller.Purpose = .treatment,
    _ work: (Desk) async throws -> Void
  ) async throws {
    try await Premises.mustExist(place)
    guard let token = place.sessionToken() else {
      throw Complaint(
        .notPermitted, "not-signed-in", "Nobody is signed in: there is no token.",
        remedy: "Set STEPWELL_TOKEN, name the data folder whose file token has it, or run: stepwell sign-in")
    }
    try await Premises.use(place) { premises in
      let database = premises.service()
      let caller = Caller(
        token: Token(token), door: need.permission, purpose: purpose, source: source,
        requestID: UUID().uuidString.lowercased())
      do {
        try await work(Desk(records: Records(database), caller: caller, output: output, now: Date()))
        await database.close()
      } catch {
        await database.close()
        throw error
      }
    }
  }
}
