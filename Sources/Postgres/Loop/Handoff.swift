import CPostgres
import Synchronization

/// Tells ThreadSanitizer when an object goes from one thread to another; without it this costs a comparison.
enum Handoff {
  /// Says that what was done to the object so far is there for whoever gets it next.
  @inline(__always)
  static func give(_ object: AnyObject) { cpostgres_release(Unmanaged.passUnretained(object).toOpaque()) }

  /// Says that the object has come from another thread.
  @inline(__always)
  static func take(_ object: AnyObject) { cpostgres_acquire(Unmanaged.passUnretained(object).toOpaque()) }
}

/// State that several threads use, one at a time.
final class Locked<State>: Sendable {
  private let mutex: Mutex<State>

  init(_ state: sending State) { mutex = Mutex(state) }

  @inline(__always)
  func withLock<Result>(_ body: (inout sending State) throws -> sending Result) rethrows -> sending Result {
    try mutex.withLock { state in
      Handoff.take(self)
      defer { Handoff.give(self) }
      return try body(&state)
    }
  }
}
