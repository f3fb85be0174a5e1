import Clinic
import Foundation
import Postgres

/// What others have to do with the times that a correction touches.
struct CorrectionObstacles: Sendable {
  /// A bed that somebody or something else has for some of the time.
  struct TakenBed: Sendable {
    let label: String
    let kind: OccupationKind
    let start: Date
    let end: Date?
  }

  /// Another episode of the person.
  struct OtherEpisode: Sendable {
    let id: Episode.ID
    let during: Interval
    let dischargeReason: DischargeReason?
    let follows: Bool
  }

  let beds: [TakenBed]
  let episodes: [OtherEpisode]
  let documents: [EpisodeDocument]
  let labels: [Bed.ID: BedLabel]

  struct BedLabel: Sendable {
    let label: String
    let facilityID: Facility.ID
  }
}

extension CorrectionObstacles {
  static func taken(_ wanted: [EpisodeOccupation], by episode: Episode) -> Query<[TakenBed]> {
    .all(
      """
      WITH wanted AS (
        SELECT bed_id, tstzrange(start_at, end_at) AS during
        FROM unnest(
          \(wanted.map(\.bedID))::uuid[], \(wanted.map(\.during.start))::timestamptz[],
          \(wanted.map(\.during.end))::timestamptz[]) AS w (bed_id, start_at, end_at)
      )
      SELECT DISTINCT b.label, o.kind, lower(o.valid) AS starts,
        CASE WHEN upper_inf(o.valid) THEN NULL ELSE upper(o.valid) END AS ends
      FROM wanted AS w
      JOIN clinic.bed AS b ON b.organization_id = (SELECT access.organization()) AND b.id = w.bed_id
      JOIN (
        SELECT organization_id, bed_id, kind, valid
        FROM clinic.occupation
        WHERE known_to = 'infinity' AND episode_id IS DISTINCT FROM \(episode.id)
          AND bed_id = ANY (\(wanted.map(\.bedID)))
          AND NOT (kind IN ('hold', 'planned') AND patient_id IS NOT DISTINCT FROM \(episode.patientID))
          AND kind <> 'retired'
        UNION ALL
        SELECT organization_id, bed_id, kind, valid FROM access.closed_occupations(tstzrange(NULL, NULL), NULL)
      ) AS o ON o.organization_id = b.organization_id AND o.bed_id = w.bed_id AND o.valid && w.during
      ORDER BY b.label, starts
      """
    ) { row in
      TakenBed(label: try row["label"], kind: try row["kind"], start: try row["starts"], end: try row["ends"])
    }
  }

  static func others(than episode: Episode) -> Query<[OtherEpisode]> {
    .all(
      """
      SELECT episode_id, lower(valid) AS starts, CASE WHEN upper_inf(valid) THEN NULL ELSE upper(valid) END AS ends,
        discharge_reason, readmission_of IS NOT DISTINCT FROM \(episode.id) AS follows
      FROM clinic.episode_fact
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(episode.patientID)
        AND known_to = 'infinity' AND episode_id <> \(episode.id)
      ORDER BY starts
      """
    ) { row in
      OtherEpisode(
        id: try row["episode_id"],
        during: try Interval(start: try row["starts"], end: try row["ends"]),
        dischargeReason: try row["discharge_reason"], follows: try row["follows"])
    }
  }

  static func labels(of beds: Set<Bed.ID>) -> Query<[(Bed.ID, BedLabel)]> {
    .all(
      """
      SELECT b.id, u.name || '/' || b.label AS label, b.facility_id
      FROM clinic.bed AS b
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      WHERE b.organization_id = (SELECT access.organization()) AND b.id = ANY (\(Array(beds)))
      """
    ) { row in (try row["id"], BedLabel(label: try row["label"], facilityID: try row["facility_id"])) }
  }
}

extension EpisodeRewrite {
  /// Everything that stands in the way of it, in the order of stays, beds, documents.
  func conflicts(_ obstacles: CorrectionObstacles, keepsDocuments: Bool) -> [CorrectionConflict] {
    episodeConflicts(obstacles) + bedConflicts(obstacles)
      + (keepsDocuments ? [] : documentConflicts(obstacles.documents))
  }

  private func episodeConflicts(_ obstacles: CorrectionObstacles) -> [CorrectionConflict] {
    guard let first = stays.first, let last = stays.last,
      let course = try? Interval(start: first.during.start, end: last.during.end)
    else { return [] }
    return obstacles.episodes.compactMap { other in
      if other.during.overlaps(course) {
        return CorrectionConflict(
          code: "episode-open",
          message:
            "Another episode of the patient, \(other.id), goes on in that time, \(other.during.words).",
          field: "effective_at", value: nil, remedy: "Give a time outside it, or correct that episode first.")
      }
      if other.dischargeReason == .died, let died = other.during.end, died <= course.start {
        return CorrectionConflict(
          code: "after-death",
          message: "The patient died at \(died.formatted(.iso8601)), in the episode \(other.id).",
          field: "effective_at", value: nil,
          remedy: "If the death was recorded by mistake, correct that discharge first.")
      }
      if state == .ended, last.endReason == .died, let end = course.end, other.during.start >= end {
        return CorrectionConflict(
          code: "alive-later",
          message: "The patient was in treatment after that time, in the episode \(other.id).",
          field: "discharge_reason", value: nil, remedy: "Correct the reason, or that episode first.")
      }
      return nil
    }
  }

  private func bedConflicts(_ obstacles: CorrectionObstacles) -> [CorrectionConflict] {
    let elsewhere = Set(newOccupations.map(\.bedID)).compactMap { bed in
      obstacles.labels[bed].flatMap { $0.facilityID == draft.record.episode.facilityID ? nil : $0.label }
    }.sorted()
    return elsewhere.map { label in
      CorrectionConflict(
        code: "bed-elsewhere", message: "The bed \(label) is a bed of another facility.",
        field: "bed_id",
        value: label, remedy: "Choose a bed of the facility of the episode.")
    }
      + obstacles.beds.map { bed in
        CorrectionConflict(
          code: "bed-taken",
          message:
            "The bed \(bed.label) \(bed.kind.words) from \(bed.start.formatted(.iso8601)) until \(bed.end?.formatted(.iso8601) ?? "further notice").",
          field: "bed_id", value: bed.label,
          remedy:
            "Name another bed for that stay in the same correction, or give a time when this one is free.")
      }
  }

  private func documentConflicts(_ documents: [EpisodeDocument]) -> [CorrectionConflict] {
    documents.filter { $0.isBound && stay(at: $0.at) == nil && stayBefore(at: $0.at) != nil }.map {
      document in
      CorrectionConflict(
        code: "document-outside",
        message:
          "The \(document.kind) of \(document.at.formatted(.iso8601)) would fall outside the episode.",
        field: "keep_documents", value: document.id.uuidString.lowercased(),
        remedy: "Give a time that leaves it inside, or keep documents in the chart by their own times.")
    }
  }

  /// The stay that goes on at a time, if any; the end of the episode still belongs to the last.
  func stay(at time: Date) -> Stay.ID? {
    stays.first { $0.during.contains(time) }?.id ?? stays.last.flatMap { $0.during.end == time ? $0.id : nil }
  }

  func stayBefore(at time: Date) -> Stay.ID? {
    let stays = draft.record.episode.stays
    return stays.first { $0.during.contains(time) }?.id
      ?? stays.last.flatMap { $0.during.end == time ? $0.id : nil }
  }
}

extension Interval {
  fileprivate var words: String {
    "\(start.formatted(.iso8601)) to \(end?.formatted(.iso8601) ?? "now")"
  }
}
