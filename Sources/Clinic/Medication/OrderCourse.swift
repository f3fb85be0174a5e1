import Foundation

/// An order in the course of the episode: when it gives rise to doses, and when it has ended.
package struct OrderCourse: Hashable, Sendable {
  package let order: MedicationOrder
  /// By whose clocks times of the day are meant.
  package let zone: TimeZone
  /// The stays of the episode, in order of time.
  package let stays: [StayPeriod]
  /// The later stays for which it was accepted, and when.
  package let accepted: [Stay.ID: Date]
  package let stop: Stop?
  /// When the person is discharged; nil while the episode goes on.
  package let episodeEnd: Date?

  package init(
    order: MedicationOrder, zone: TimeZone, stays: [StayPeriod], accepted: [Stay.ID: Date] = [:],
    stop: Stop? = nil, episodeEnd: Date? = nil
  ) {
    self.order = order
    self.zone = zone
    self.stays = stays
    self.accepted = accepted
    self.stop = stop
    self.episodeEnd = episodeEnd
  }

  /// A stay and when it was.
  package struct StayPeriod: Hashable, Sendable {
    package let id: Stay.ID
    package let during: Interval

    package init(id: Stay.ID, during: Interval) {
      self.id = id
      self.during = during
    }
  }

  /// That somebody stopped it.
  package struct Stop: Hashable, Sendable {
    package let at: Date
    package let by: Line
    package let reason: Line

    package init(at: Date, by: Line, reason: Line) {
      self.at = at
      self.by = by
      self.reason = reason
    }
  }

  /// When doses come about: within its own time, not stopped, not discharged, and in stays for which it was made or
  /// accepted; after a change of the stage for the hours of grace as well.
  package func live(graceHours: Int) -> [Range<Date>] {
    let grace = Double(graceHours) * 3_600
    var found: [Range<Date>] = []
    var wasLive = false
    for stay in followed {
      let end = min(stay.during.end ?? .distantFuture, over)
      let start = stay.during.start
      if stay.id == own || accepted[stay.id].map({ $0 <= start }) ?? false {
        found.append(from: start, to: end)
        wasLive = true
        continue
      }
      if wasLive { found.append(from: start, to: min(start.addingTimeInterval(grace), end)) }
      let since = accepted[stay.id]
      if let since { found.append(from: max(since, start), to: end) }
      wasLive = since.map { $0 < end } ?? (wasLive && start.addingTimeInterval(grace) >= end)
    }
    return found.compactMap { range in
      let (start, end) = (max(range.lowerBound, order.terms.starts), min(range.upperBound, over))
      return start < end ? start..<end : nil
    }
  }

  /// When nothing comes of it any more, whatever is accepted.
  package var over: Date {
    [order.terms.until, stop?.at, episodeEnd].compactMap(\.self).min() ?? .distantFuture
  }

  /// The stay for which it was made; where a correction took that away, the one of the time of the order.
  private var own: Stay.ID? {
    stays.contains { $0.id == order.stayID }
      ? order.stayID : (stays.last { $0.during.start <= order.orderedAt } ?? stays.first)?.id
  }

  private var followed: [StayPeriod] { Array(stays.drop { $0.id != own }) }

  /// The stay at `now` for which it waits to be accepted; nil when it waits for none.
  package func awaiting(at now: Date) -> StayPeriod? {
    guard now < over, let stay = followed.last(where: { $0.during.contains(now) }), stay.id != own,
      accepted[stay.id] == nil
    else { return nil }
    return stay
  }

  /// How it stands at `now`.
  package func standing(at now: Date, graceHours: Int) -> Standing {
    if let stop, stop.at <= now { return .stopped }
    if let episodeEnd, episodeEnd <= now { return .discharged }
    if let until = order.terms.until, until <= now { return .ended }
    let isLive = live(graceHours: graceHours).contains { $0.contains(now) }
    if awaiting(at: now) != nil { return isLive || now < order.terms.starts ? .awaiting : .lapsed }
    return now < order.terms.starts ? .planned : .active
  }

  package enum Standing: String, CaseIterable, Hashable, Sendable, Codable {
    /// It begins later.
    case planned
    case active
    /// The stage has changed: it goes on for the time of grace, and then only when somebody accepts it.
    case awaiting
    /// That time is over; its doses do not come about.
    case lapsed
    case stopped
    /// Its own time is over.
    case ended
    /// It stopped with the discharge.
    case discharged
  }
}

extension [Range<Date>] {
  fileprivate mutating func append(from start: Date, to end: Date) {
    if start < end { append(start..<end) }
  }
}
