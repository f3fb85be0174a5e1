import Clinic
import Foundation
import Postgres

/// The feed of boards that have changed.
package enum BoardChanges {
  static let channel = "stepwell_board"

  /// The facilities in which the caller works, whose boards they may watch.
  package static let facilities = Query<[Facility.ID]>.all(
    "SELECT unnest(access.facilities()) AS id"
  ) { try $0["id"] }
}

extension Records {
  /// The facilities whose boards change, each as it does, from when this returns until the reader lets go.
  ///
  /// Nil stands for any of them, where some may have been missed. All readers share one connection of the database. It
  /// asks nothing of whoever reads: that is done by the unit of work that found out what they may watch.
  package func boardChanges() async throws -> AsyncThrowingStream<Facility.ID?, any Error> {
    let notifications = try await database.listen(on: BoardChanges.channel)
    let (stream, continuation) = AsyncThrowingStream<Facility.ID?, any Error>.makeStream(
      bufferingPolicy: .bufferingNewest(1_024))
    let forwarding = Task {
      do {
        for try await notification in notifications {
          if notification.isGap {
            continuation.yield(nil)
          } else if let facility = Facility.ID(notification.payload) {
            continuation.yield(facility)
          }
        }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in forwarding.cancel() }
    return stream
  }
}
