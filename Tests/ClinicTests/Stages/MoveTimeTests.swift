import Foundation
import Testing

@testable import Clinic

@Suite struct MoveTimeTests {
  private func conflict(
    _ request: MoveRequest, on episode: Episode, now: Date = hours(100)
  ) throws -> MoveOutOfTime.Conflict? {
    do {
      _ = try episode.plan(request, rules: .shipped(), levels: .shipped(), now: now)
      return nil
    } catch let error as MoveOutOfTime {
      #expect(error.field == "effective_at")
      return error.conflict
    }
  }

  @Test func `a move in the future is refused unless it is planned`() throws {
    var request = MoveRequest.complete(.transfer, to: .residential, at: hours(101))
    #expect(try conflict(request, on: .sample(in: .detox)) == .inFuture(now: hours(100)))

    request.isPlanned = true
    #expect(try conflict(request, on: .sample(in: .detox)) == nil)
  }

  @Test func `a move at this very moment is not in the future`() throws {
    let request = MoveRequest.complete(.transfer, to: .residential, at: hours(100))

    #expect(try conflict(request, on: .sample(in: .detox)) == nil)
  }

  @Test func `a move before the admission is refused`() throws {
    let request = MoveRequest.complete(.complete, to: .ended, at: hours(-1))

    #expect(try conflict(request, on: .sample(in: .detox)) == .beforeAdmission(noon))
  }

  @Test func `a move inside an earlier stay is refused`() throws {
    var episode = try Episode.sample(in: .residential, since: hours(10))
    let earlier = Stay(
      id: .number(5), episodeID: episode.id, stage: .detox, during: try Interval(start: noon, end: hours(10)),
      endReason: .transferred)
    episode.stays.insert(earlier, at: 0)

    let request = MoveRequest.complete(.complete, to: .ended, at: hours(4))

    #expect(try conflict(request, on: episode) == .insideEarlierStay(until: hours(10)))
  }

  @Test func `a stay of no length is not made`() throws {
    let request = MoveRequest.complete(.complete, to: .ended, at: noon)

    #expect(try conflict(request, on: .sample(in: .detox)) == .notAfterLastMove(noon))
  }

  @Test func `a return must be after the leave`() throws {
    let request = MoveRequest.complete(.return, to: .detox, at: hours(5))

    let episode = try Episode.sample(in: .detoxLeave, lastMoveAt: hours(6))

    #expect(try conflict(request, on: episode) == .notAfterLastMove(hours(6)))
  }

  @Test func `nobody comes back before they left`() throws {
    let ended = try Episode.sample(in: .ended)

    #expect(try conflict(.complete(.readmit, to: .detox, at: hours(23)), on: ended) == .beforeEnd(hours(24)))
    #expect(try conflict(.complete(.readmit, to: .detox, at: hours(24)), on: ended) == nil)
  }

  @Test func `the refusal names both times and what to do`() throws {
    let error = MoveOutOfTime(hours(-1), .beforeAdmission(noon))

    #expect(error.message == "The time 2024-03-01T11:00:00Z is before the admission at 2024-03-01T12:00:00Z.")
    #expect(error.remedy.contains("correct that one"))
  }
}
