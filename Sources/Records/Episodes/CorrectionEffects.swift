import Clinic
import Foundation

extension EpisodeRewrite {
  /// All that it changes, for whoever is to decide about it.
  func outcome(_ obstacles: CorrectionObstacles, keepsDocuments: Bool, version: Int32) -> CorrectionOutcome {
    CorrectionOutcome(
      episodeID: draft.record.episode.id, patientID: draft.record.episode.patientID, state: state,
      isVoid: isVoid,
      shifts: shifts, beds: bedShifts(obstacles.labels), census: census,
      before: figures(of: draft.record.episode.stays.map { ($0.during, $0.endReason) }),
      after: figures(of: stays.map { ($0.during, $0.endReason) }),
      documents: obstacles.documents.compactMap { document in
        let (before, after) = (stayBefore(at: document.at), stay(at: document.at))
        return before == after ? nil : DocumentShift(document: document, before: before, after: after)
      },
      conflicts: conflicts(obstacles, keepsDocuments: keepsDocuments), version: version)
  }

  var shifts: [StayShift] {
    let gone = draft.record.episode.stays.filter { stay in !stays.contains { $0.id == stay.id } }
    return stays.filter(\.isChanged).map {
      StayShift(
        stayID: $0.id, stage: $0.stage, before: $0.before?.during, after: $0.during, endReason: $0.endReason,
        level: $0.level)
    }
      + gone.map {
        StayShift(
          stayID: $0.id, stage: $0.stage, before: $0.during, after: nil, endReason: nil, level: $0.level)
      }
  }

  /// Beds that are taken for another time than before, matched by stay, bed and kind.
  private func bedShifts(_ labels: [Bed.ID: CorrectionObstacles.BedLabel]) -> [BedShift] {
    let ended = Set(endedOccupations)
    var before = draft.occupations.filter { $0.id.map(ended.contains) ?? false }
    var shifts: [BedShift] = []
    for after in newOccupations {
      let same = before.firstIndex {
        $0.stayID == after.stayID && $0.bedID == after.bedID && $0.kind == after.kind
      }
      let old = same.map { before.remove(at: $0) }
      shifts.append(
        BedShift(
          bedID: after.bedID, label: labels[after.bedID]?.label ?? "", kind: after.kind, before: old?.during,
          after: after.during))
    }
    return shifts
      + before.map {
        BedShift(
          bedID: $0.bedID, label: labels[$0.bedID]?.label ?? "", kind: $0.kind, before: $0.during, after: nil)
      }
  }

  private var zone: TimeZone { TimeZone(identifier: draft.record.timeZone) ?? .gmt }

  /// The days of the facility at whose end the person counts only before, or only after.
  private var census: [CensusShift] {
    let before = midnights(of: draft.occupations)
    let after = midnights(of: occupations)
    let lost = before.subtracting(after).map { CensusShift(day: $0, change: -1) }
    let gained = after.subtracting(before).map { CensusShift(day: $0, change: 1) }
    return (lost + gained).sorted { $0.day < $1.day }
  }

  /// The days of the facility whose last midnight falls into an occupation, until now.
  private func midnights(of occupations: [EpisodeOccupation]) -> Set<Day> {
    var days: Set<Day> = []
    for occupation in occupations {
      let end = min(occupation.during.end ?? draft.now, draft.now)
      guard occupation.during.start < end else { continue }
      // Who leaves at the stroke of midnight is not there at midnight.
      let last = Day(of: end.addingTimeInterval(-0.001), in: zone)
      var day = Day(of: occupation.during.start, in: zone)
      while day < last {
        days.insert(day)
        day = day.adding(days: 1)
      }
    }
    return days
  }

  private func figures(of stays: [(during: Interval, reason: DischargeReason?)]) -> EpisodeFigures {
    var counts: [DischargeReason: Int] = [:]
    for stay in stays { if let reason = stay.reason { counts[reason, default: 0] += 1 } }
    guard let first = stays.first, let last = stays.last,
      let whole = try? Interval(start: first.during.start, end: last.during.end)
    else {
      return EpisodeFigures(lengthOfStay: nil, retentionDays: nil, dischargeReason: nil, stayReasons: [:])
    }
    let lengths = LengthsOfStay(of: whole, in: zone, now: draft.now)
    return EpisodeFigures(
      lengthOfStay: lengths, retentionDays: lengths.hcup, dischargeReason: last.reason, stayReasons: counts)
  }
}
