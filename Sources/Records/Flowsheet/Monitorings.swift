import Clinic
import Foundation
import Postgres

/// A protocol that is to run for a person.
package struct MonitoringOrder: Sendable, Hashable {
  package let id: MonitoringRecord.ID
  /// Its name; the clinic's own of that name goes before the shipped one.
  package let slug: String
  package let startsAt: Date
  /// The instant from which its hours are counted; the admission when nil.
  package let countedFrom: Date?

  package init(id: MonitoringRecord.ID, slug: String, startsAt: Date, countedFrom: Date? = nil) {
    self.id = id
    self.slug = slug
    self.startsAt = startsAt
    self.countedFrom = countedFrom
  }
}

extension Records {
  /// Starts a protocol for a person; it needs no diagnosis of withdrawal.
  ///
  /// Throws a `Conflict` where it runs already, and a refusal where its hours are over before it begins.
  package func start(
    _ order: MonitoringOrder, in episode: Episode.ID, as caller: Caller, once: Once<MonitoringRecord>? = nil
  ) async throws -> MonitoringRecord {
    let inForce = try await run(
      as: caller, Action("protocol.read", needs: .monitoringOrder), Protocols.inForce)
    return try await rewriting(
      episode, as: caller, needs: .monitoringOrder, named: "monitoring.start", once: once
    ) { record, now in
      guard let found = inForce.first(where: { $0.definition.reference.slug == order.slug }) else {
        throw InvalidValue(
          "unknown-protocol", field: "protocol", problem: "is not a protocol that is in force",
          remedy: "Use one of \(inForce.map(\.definition.reference.slug).listing).")
      }
      let counted = min(order.countedFrom ?? record.admittedAt, order.startsAt)
      try record.check(order, countedFrom: counted, definition: found.definition, now: now)
      let new = MonitoringRecord(
        id: order.id, definition: found.definition, countedFrom: counted, startedAt: order.startsAt,
        stoppedAt: nil, reason: nil)
      record.monitorings.append(new)
      return ([found.keep(at: now), record.insert(new, at: now)], new)
    }
  }

  /// Stops a protocol before it has done its work.
  package func stop(
    _ id: MonitoringRecord.ID, at time: Date, reason: Line, as caller: Caller
  ) async throws -> MonitoringRecord {
    try await rewriting(
      try await episode(of: id, needs: .monitoringOrder, as: caller), as: caller, needs: .monitoringOrder,
      named: "monitoring.stop", once: Once<MonitoringRecord>?.none
    ) { record, now in
      guard let index = record.monitorings.firstIndex(where: { $0.id == id }) else {
        throw NotFound("protocol")
      }
      let plan = record.plan(of: record.monitorings[index])
      guard record.monitorings[index].stoppedAt == nil, !plan.isOver(at: now) else {
        throw Conflict(
          "monitoring-over", message: "The protocol is over already.", remedy: "Leave it as it is.")
      }
      guard time <= now, time >= record.monitorings[index].startedAt else {
        throw InvalidValue(
          "outside-monitoring", field: "at", problem: "is not between the start of the protocol and now",
          remedy: "Give the time at which it was stopped.")
      }
      record.monitorings[index].stoppedAt = time
      record.monitorings[index].reason = reason
      let stopped = record.monitorings[index]
      return ([record.close(stopped, at: now), record.insert(stopped, at: now)], stopped)
    }
  }

  /// Writes down why a check was not done, or what was answered to what it raised.
  package func say(
    _ word: CheckWord, of check: String, in id: MonitoringRecord.ID, at time: Date, reason: Line?,
    as caller: Caller, once: Once<CheckWordRecord>? = nil
  ) async throws -> CheckWordRecord {
    try await rewriting(
      try await episode(of: id, needs: .flowsheetRecord, as: caller), as: caller, needs: .flowsheetRecord,
      named: "check.\(word.rawValue)", once: once
    ) { record, now in
      guard let monitoring = record.monitorings.first(where: { $0.id == id }) else {
        throw NotFound("protocol")
      }
      try record.checkTime(time, now: now)
      try record.check(word, of: check, in: monitoring, at: time, reason: reason, now: now)
      let new = CheckWordRecord(
        id: UUID(), monitoringID: id, check: check, word: word, at: time, reason: reason,
        recordedBy: nil)
      record.words.append(new)
      return ([record.insert(new, at: now)], new)
    }
  }

  private func episode(
    of monitoring: MonitoringRecord.ID, needs need: Permission, as caller: Caller
  ) async throws -> Episode.ID {
    let found = try await run(
      as: caller, Action("monitoring.find", needs: need, subject: monitoring.rawValue),
      Query<Episode.ID?>.first(
        """
        SELECT episode_id FROM clinic.monitoring
        WHERE organization_id = (SELECT access.organization()) AND monitoring_id = \(monitoring)
          AND known_to = 'infinity'
        """
      ) { try $0["episode_id"] })
    guard let found else { throw NotFound("protocol") }
    return found
  }
}

extension ProtocolRecord {
  /// Keeps the text for as long as anything runs by it.
  package func keep(at now: Date) -> SQL {
    """
    INSERT INTO clinic.protocol (organization_id, slug, version, title, definition, is_shipped, loaded_at, loaded_by)
    SELECT access.organization(), \(definition.reference.slug), \(definition.reference.version), \(definition.title),
      \(text), \(isShipped), \(now), access.staff_member()
    ON CONFLICT (organization_id, slug, version) DO NOTHING
    """
  }
}

extension FlowsheetRecord {
  fileprivate func check(
    _ order: MonitoringOrder, countedFrom: Date, definition: MonitoringProtocol, now: Date
  ) throws {
    guard endsAt.map({ $0 > now }) ?? true else {
      throw Conflict(
        "episode-ended", message: "The episode has ended.",
        remedy: "Admit the person again before anything is watched.")
    }
    guard order.startsAt >= admittedAt.addingTimeInterval(-86_400),
      order.startsAt <= now.addingTimeInterval(86_400)
    else {
      throw InvalidValue(
        "outside-episode", field: "starts_at", problem: "is before the admission, or more than a day ahead",
        remedy: "Give a time of this episode.")
    }
    if let last = definition.lastHour, countedFrom.addingTimeInterval(Double(last) * 3_600) <= order.startsAt
    {
      throw InvalidValue(
        "protocol-over", field: "counted_from",
        problem: "is more than \(last) hours before the start, after which the protocol ends",
        remedy: "Count its hours from a later time, e.g. from the start.")
    }
    if monitorings.contains(where: {
      $0.definition.reference.slug == order.slug && $0.stoppedAt == nil && !plan(of: $0).isOver(at: now)
    }) {
      throw Conflict(
        "monitoring-runs", message: "This protocol runs for the person already.", field: "protocol",
        remedy: "Leave it as it is, or stop it first.")
    }
  }

  fileprivate func check(
    _ word: CheckWord, of name: String, in monitoring: MonitoringRecord, at time: Date, reason: Line?,
    now: Date
  ) throws {
    guard monitoring.definition[check: name] != nil,
      let check = plan(of: monitoring).checks.first(where: { $0.name == name })
    else {
      throw InvalidValue(
        "unknown-check", field: "check", problem: "is not a check of the protocol",
        remedy: "Use one of \(monitoring.definition.checks.map(\.name).listing).")
    }
    if word == .answered {
      guard let raised = check.raised, raised.answeredAt == nil else {
        throw Conflict(
          "nothing-raised", message: "Nothing is raised that waits for an answer.", field: "check",
          remedy: "See what is raised: it is gone once a later check was free of it.")
      }
    } else {
      guard check.dueAt != nil, !plan(of: monitoring).isOver(at: now) else {
        throw Conflict(
          "nothing-due", message: "Nothing of this check is due.", field: "check",
          remedy: "Leave it as it is.")
      }
    }
    if reason == nil, word == .skipped || word == .answered {
      throw InvalidValue(
        "missing-required", field: "reason", problem: "is missing",
        remedy: word == .skipped ? "Say why it was left out." : "Say what was decided.")
    }
  }

  fileprivate func insert(_ monitoring: MonitoringRecord, at now: Date) -> SQL {
    let reference = monitoring.definition.reference
    return """
      INSERT INTO clinic.monitoring (
        organization_id, id, monitoring_id, episode_id, patient_id, facility_id, protocol, protocol_version, counted_from,
        started_at, stopped_at, known_from, recorded_by, reason, corrects)
      VALUES (
        access.organization(), gen_random_uuid(), \(monitoring.id), \(episodeID), \(patientID), \(facilityID),
        \(reference.slug), \(reference.version), \(monitoring.countedFrom), \(monitoring.startedAt),
        \(monitoring.stoppedAt), \(now), access.staff_member(), \(monitoring.reason), (
          SELECT id FROM clinic.monitoring
          WHERE organization_id = (SELECT access.organization()) AND monitoring_id = \(monitoring.id) AND known_to = \(now)
          LIMIT 1))
      """
  }

  fileprivate func close(_ monitoring: MonitoringRecord, at now: Date) -> SQL {
    """
    WITH old AS (
      UPDATE clinic.monitoring SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND monitoring_id = \(monitoring.id)
        AND known_to = 'infinity'
      RETURNING id
    )
    SELECT access.insist(EXISTS (SELECT FROM old), 'SW003', 'flowsheet')
    """
  }

  fileprivate func insert(_ word: CheckWordRecord, at now: Date) -> SQL {
    """
    INSERT INTO clinic.check_word (
      organization_id, id, monitoring_id, episode_id, patient_id, facility_id, check_name, word, at, known_from,
      recorded_by, reason)
    VALUES (
      access.organization(), \(word.id), \(word.monitoringID), \(episodeID), \(patientID), \(facilityID), \(word.check),
      \(word.word), \(word.at), \(now), access.staff_member(), \(word.reason))
    """
  }
}
