import Dispatch

/// Hashes passwords, two at a time at most, away from the threads that answer everybody else.
///
/// Whoever comes when too many wait already is sent away at once, so that a storm of sign-ins takes neither the memory
/// nor the time of the rest.
package actor HashingQueue {
  /// Too many wait already.
  package struct Full: Error, Hashable {
    package init() {}
  }

  private let workers: DispatchQueue
  private let limit: Int
  private let room: Int
  private var working = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameters:
  ///   - limit: How many hashes are made at once; each takes 19 MiB.
  ///   - room: How many more may wait.
  package init(limit: Int = 2, room: Int = 64) {
    self.limit = limit
    self.room = room
    workers = DispatchQueue(label: "stepwell.passwords", qos: .utility, attributes: .concurrent)
  }

  /// Hashes a password at the current cost with a salt that was drawn for it.
  ///
  /// Throws `Full` when too many wait.
  package func hash(_ password: Password, salt: [UInt8]) async throws -> PasswordHash {
    try await work { Result { try Argon2id.current.hash(password, salt: salt) } }.get()
  }

  /// Whether a password is the one that was hashed; with no hash, no, at the same cost.
  ///
  /// Throws `Full` when too many wait.
  package func verify(_ password: Password, _ hash: PasswordHash?) async throws -> Bool {
    try await work {
      if let hash { return hash.matches(password) }
      _ = try? Argon2id.current.hash(password, salt: [UInt8](repeating: 0, count: 16))
      return false
    }
  }

  private func work<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws -> Value {
    if working < limit {
      working += 1
    } else {
      guard waiting.count < room else { throw Full() }
      await withCheckedContinuation { waiting.append($0) }
    }
    let value = await withCheckedContinuation { done in
      workers.async { done.resume(returning: body()) }
    }
    // The place goes to whoever has waited longest.
    if waiting.isEmpty { working -= 1 } else { waiting.removeFirst().resume() }
    return value
  }
}

extension [UInt8] {
  /// A new salt of 16 bytes.
  package static func salt(random: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }
}
