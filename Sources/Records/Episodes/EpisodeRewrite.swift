import Clinic
import Foundation

/// What a changed ledger makes of an episode: the lines, stays and beds that are to be written, and those that end.
struct EpisodeRewrite {
  let draft: EpisodeDraft
  let ledger: Ledger
  /// Every stay as it would be, in order.
  let stays: [PlannedStay]
  /// Every bed as it would be, in order.
  let occupations: [EpisodeOccupation]

  /// A stay as it would be.
  struct PlannedStay: Hashable {
    let id: Stay.ID
    let stage: Stage
    let level: LevelOfCare?
    let service: ServiceSetting?
    let during: Interval
    let endReason: DischargeReason?
    /// As it is now; nil when it is new.
    let before: Stay?

    var isChanged: Bool {
      guard let before else { return true }
      return before.stage != stage || before.level != level || before.service != service
        || before.during != during || before.endReason != endReason
    }
  }

  /// A line of the ledger that is to be written.
  struct NewLine {
    let id: Move.ID
    let line: LedgerLine
    let from: StageState
    let stayID: Stay.ID
    let endReason: DischargeReason?
  }

  init(_ draft: EpisodeDraft, ledger: Ledger) throws {
    let levels = try LevelCatalogue.shipped()
    let known = Dictionary(draft.record.episode.stays.map { ($0.id, $0) }) { first, _ in first }
    let tracks = Dictionary(grouping: draft.occupations, by: \.stayID).mapValues { BedTrack($0) }
    var stays: [PlannedStay] = []
    var occupations: [EpisodeOccupation] = []
    for stretch in ledger.stays {
      let line = draft.lines[stretch.openedBy]
      let before = known[line.stayID]
      let level = line.level ?? before?.level
      if let level, line.isChanged || line.level != nil { try levels.check(level, serves: stretch.stage) }
      let stay = PlannedStay(
        id: line.stayID, stage: stretch.stage, level: level, service: line.service ?? before?.service,
        during: stretch.during, endReason: stretch.endReason, before: before)
      stays.append(stay)
      let track = Self.track(of: stay, line: line, tracks: tracks, known: draft.record.episode.stays)
      occupations += track.occupations(of: stay.id, leaves: stretch.leaves)
    }
    self.draft = draft
    self.ledger = ledger
    self.stays = stays
    self.occupations = occupations
  }

  private static func track(
    of stay: PlannedStay, line: LedgerLine, tracks: [Stay.ID: BedTrack], known: [Stay]
  ) -> BedTrack {
    switch line.bed {
    case .take(let bed): return .one(bed, during: stay.during)
    case .none: return .none
    case .asItIs: break
    }
    if let before = stay.before {
      // Who turns out to have been in another stage was not in a bed of this one.
      if before.stage != stay.stage { return .none }
      return tracks[stay.id]?.shifted(from: before.during, to: stay.during) ?? .none
    }
    // Another level of care within a stage, without a bed of its own: the person kept theirs.
    let around = known.first { $0.during.contains(stay.during.start) && $0.stage == stay.stage }
    guard line.event == .transfer, let around else { return .none }
    return tracks[around.id]?.shifted(from: around.during, to: stay.during) ?? .none
  }

  /// Nothing of the episode is left.
  var isVoid: Bool { stays.isEmpty }

  var state: StageState { ledger.state }

  /// The lines that are new, or other than they are written.
  var newLines: [NewLine] {
    draft.lines.enumerated().compactMap { index, line in
      let place = ledger.places[index]
      let from = line.event == .readmit ? StageState.ended : ledger.origins[index]
      let isClosing = index > 0 && (line.event == .transfer || line.to == .ended)
      // A transfer ends the stay before the one that it opens.
      let closed = line.event == .transfer ? place - 1 : place
      let reason =
        isClosing && stays.indices.contains(closed) ? stays[closed].endReason : line.dischargeReason
      let stay = stays.indices.contains(place) ? stays[place].id : line.stayID
      if let written = line.written, !line.isChanged, written.from == from, written.dischargeReason == reason,
        line.opens || line.stayID == stay
      {
        return nil
      }
      return NewLine(
        id: line.id, line: line, from: from, stayID: line.opens ? line.stayID : stay, endReason: reason)
    }
  }

  /// Stays whose facts end: changed ones and those that never were.
  var endedStays: [Stay.ID] {
    let kept = Set(stays.filter { !$0.isChanged }.map(\.id))
    return draft.record.episode.stays.map(\.id).filter { !kept.contains($0) }
  }

  var newOccupations: [EpisodeOccupation] {
    occupations.filter { wanted in !draft.occupations.contains { $0.isSame(as: wanted) } }
  }

  var endedOccupations: [Occupation.ID] {
    draft.occupations.filter { present in !occupations.contains { $0.isSame(as: present) } }.compactMap(\.id)
  }
}
