import Foundation

/// The level of care that somebody had and the one that the payer authorized, day by day.
///
/// A day counts where the person is at the midnight that ends it, by the clock of the facility; a stay without a midnight
/// has no day. Days on leave count as days of the stay.
package struct LevelTimeline: Hashable, Sendable {
  /// The days until `today`, in order.
  package let days: [DayOfCare]

  /// One day: what was given and what was authorized.
  package struct DayOfCare: Hashable, Sendable {
    package let day: Day
    package let stayID: Stay.ID
    package let stage: Stage
    /// Nil where the stay says none.
    package let clinical: LevelOfCare?
    /// The levels that the payer authorized for the day, the given one first if it is among them.
    package let authorized: [LevelOfCare]

    /// Why the day is a gap; nil when it is none.
    package var gap: Gap? {
      guard let clinical else { return .levelNotSaid }
      if authorized.contains(clinical) { return nil }
      return authorized.isEmpty ? .notAuthorized : .otherLevel
    }
  }

  /// Why a day may not be paid for.
  package enum Gap: String, CaseIterable, Hashable, Sendable, Codable {
    case notAuthorized = "not_authorized"
    /// Authorized, but at another level of care.
    case otherLevel = "other_level"
    /// The stay says no level, so that nothing can be compared.
    case levelNotSaid = "level_not_said"
  }

  /// Days in a row that are gaps for the same reason.
  package struct GapDays: Hashable, Sendable {
    package let kind: Gap
    package let firstDay: Day
    package let lastDay: Day
    package let clinical: LevelOfCare?
    package let authorized: [LevelOfCare]

    package var count: Int { lastDay.days(since: firstDay) + 1 }
  }

  /// Lays the stays of an episode beside its authorizations, for every midnight before `now`.
  package init(stays: [Stay], authorizations: [Authorization], timeZone: TimeZone, now: Date) {
    let today = Day(of: now, in: timeZone)
    days = stays.flatMap { stay -> [DayOfCare] in
      let first = Day(of: stay.during.start, in: timeZone)
      let end = min(stay.during.end.map { Day(of: $0, in: timeZone) } ?? today, today)
      guard first < end else { return [] }
      return (0..<end.days(since: first)).map { offset in
        let day = first.adding(days: offset)
        let levels = authorizations.filter { $0.decision.allows && $0.firstDay <= day && day <= $0.lastDay }
          .map(\.level)
        return DayOfCare(
          day: day, stayID: stay.id, stage: stay.stage, clinical: stay.level,
          authorized: levels.filter { $0 == stay.level } + levels.filter { $0 != stay.level })
      }
    }
  }

  /// The gaps, days in a row of one kind as one.
  package var gaps: [GapDays] {
    days.reduce(into: []) { gaps, day in
      guard let kind = day.gap else { return }
      var first = day.day
      if let last = gaps.last, last.kind == kind, last.lastDay.adding(days: 1) == day.day,
        last.clinical == day.clinical, last.authorized == day.authorized
      {
        first = last.firstDay
        gaps.removeLast()
      }
      gaps.append(
        GapDays(
          kind: kind, firstDay: first, lastDay: day.day, clinical: day.clinical, authorized: day.authorized))
    }
  }
}
