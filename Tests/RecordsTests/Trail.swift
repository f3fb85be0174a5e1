import Foundation
import Postgres
import Records
import TestSupport

/// The audit trail of a test's database, with a key to seal it.
struct Trail {
  let world: TestWorld
  let keys: SealKeys
  let sealer: Sealer

  struct NotSealed: Error {}

  init() throws {
    world = try TestWorld()
    var random = SystemRandomNumberGenerator()
    keys = try Self.keys(SecretFile.newText(random: &random))
    sealer = Sealer(world.records.database, keys: keys)
  }

  static func keys(_ text: String) throws -> SealKeys {
    guard let keys = SecretFile(text: text).flatMap(SealKeys.init) else { throw NotSealed() }
    return keys
  }

  /// Seals what there is, once no transaction of another test holds it up.
  func sealAll(most: Int32 = 10_000) async throws {
    let hasEnded: SQL = """
      SELECT (pg_snapshot_xmin(pg_current_snapshot()) > max(transaction))::text FROM audit.event
      """
    for _ in 1...6_000 where try await texts(hasEnded) != ["true"] {
      try await Task.sleep(for: .milliseconds(5))
    }
    while case .sealed = try await sealer.seal(most: most) {}
    guard try await verify().unsealed == 0 else { throw NotSealed() }
  }

  func verify(_ marks: SealMark?..., with keys: SealKeys? = nil) async throws -> TrailReport {
    try await TrailVerification(world.database.owner, keys: keys ?? self.keys).run(
      marks: marks.compactMap(\.self))
  }

  /// Does as the owner of the database, against whom only the key helps.
  func owner(_ statements: SQL...) async throws {
    for statement in statements { try await world.database.owner.run(.execute(statement)) }
  }

  func texts(_ sql: SQL) async throws -> [String] {
    try await world.database.owner.run(.all(sql) { try $0[0] })
  }

  func rowCount() async throws -> Int64 {
    try await world.database.owner.run(.one("SELECT count(*) FROM audit.event") { try $0[0] })
  }
}
