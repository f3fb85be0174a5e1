import Foundation

@testable import Clinic

/// A fixed instant to count from: 2024-03-01 12:00 UTC.
let noon = Date(timeIntervalSince1970: 1_709_294_400)

func hours(_ count: Double) -> Date { noon.addingTimeInterval(3_600 * count) }

extension Identifier {
  /// An identifier that differs by `number`.
  static func number(_ number: UInt8) -> Self {
    Self(rawValue: UUID(uuid: (number, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0)))
  }
}

let detoxLevel = LevelOfCare(edition: .third, code: "3.7-WM")
let residentialLevel = LevelOfCare(edition: .fourth, code: "3.5")
let aftercareLevel = LevelOfCare(edition: .fourth, code: "2.1")

extension Episode {
  /// An episode whose last stay is in the stage of `state` since `start`.
  static func sample(
    in state: StageState, since start: Date = noon, lastMoveAt: Date? = nil
  ) throws -> Episode {
    var episode = Episode(id: .number(1), patientID: .number(2), facilityID: .number(3))
    guard state != .none else { return episode }
    let during = try Interval(start: start, end: state == .ended ? start.addingTimeInterval(86_400) : nil)
    let stay = Stay(
      id: .number(4), episodeID: episode.id, stage: state.stage ?? .detox, during: during,
      endReason: state == .ended ? .completed : nil)
    episode.state = state
    episode.stays = [stay]
    episode.lastMoveAt = lastMoveAt ?? during.end ?? start
    return episode
  }
}

extension MoveRequest {
  /// A request with everything that any rule may need.
  static func complete(_ event: MoveEvent, to state: StageState, at time: Date) -> MoveRequest {
    let level: LevelOfCare? =
      switch state.stage {
      case .detox: detoxLevel
      case .residential: residentialLevel
      case .aftercare: aftercareLevel
      case nil: nil
      }
    return MoveRequest(
      event, to: state, effectiveAt: time, level: level, bed: state.stage == nil ? nil : .number(9),
      reason: Note(rawValue: "as agreed"), dischargeReason: event == .discharge ? .leftAgainstAdvice : nil,
      roles: Set([
        .intake, .nurse, .counsellor, .aftercare, .prescriber, .director, .privacyOfficer, .administrator,
      ]))
  }
}
