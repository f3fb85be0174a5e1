import Clinic
import Foundation
import Records
import Service

extension StepDownRepresentation {
  /// Who it is and when the stay ends, and under it what is missing; with `all` also what is settled.
  ///
  /// What is due nobody knows when, because nobody knows the end, is told in one line.
  func text(_ style: Style, _ clock: WallClock, all: Bool = false) -> String {
    let facility = stay.record.facilityID
    // Widths add up to 80 columns at most.
    var table = Table(
      .text("  Due", limit: 13), .text("What", limit: 13), .text("How it stands", limit: 37),
      .text("Owner", limit: 11))
    let dated = all ? view.lines : view.missing.filter { $0.dueAt != nil }
    for line in dated {
      table.add(
        "  \(mark(of: line, clock))", line.item.words, line.words(clock, facility),
        stay.owners[line.item] ?? line.owner?.rawValue)
    }
    let rest = all ? [] : view.missing.filter { $0.dueAt == nil }.map(\.item.words)
    let body = table.text(.plain).split(separator: "\n").dropFirst().map { "\($0)\n" }.joined()
    return heading(style, clock) + body
      + (rest.isEmpty ? "" : "  then       " + rest.joined(separator: ", ") + "\n")
  }

  private func mark(of line: StepDownLine, _ clock: WallClock) -> String {
    switch line.status {
    case .done: "ok"
    case .notNeeded: "-"
    case .missing:
      line.isOverdue(at: at)
        ? "overdue" : line.dueAt.map { clock.brief($0, facility: stay.record.facilityID) } ?? "open"
    }
  }

  private func heading(_ style: Style, _ clock: WallClock) -> String {
    let record = stay.record
    let end =
      view.expectedEnd.map {
        "ends \(clock.brief($0.at, facility: record.facilityID)) (\($0.at.distance(from: at)))"
      }
      ?? "end not known"
    let next = [stay.situation.nextStage?.rawValue, stay.situation.plan.nextLevel?.code]
      .compactMap(\.self).joined(separator: " ")
    let parts = [
      "\(record.stay.stage.rawValue) since \(clock.brief(record.stay.during.start, facility: record.facilityID))",
      end,
    ]
    let name = stay.patientName.isEmpty ? "name not known" : stay.patientName
    return style.heading(name.printable.cut(to: 30)) + ": " + parts.joined(separator: ", ")
      + (next.isEmpty ? "" : ", then \(next)") + "\n"
  }
}

extension StepDownLine {
  /// The finding, with the bed, person or time that it is about.
  fileprivate func words(_ clock: WallClock, _ facility: Facility.ID) -> String {
    [finding.words, about?.rawValue, at.map { clock.brief($0, facility: facility) }].compactMap(\.self)
      .joined(separator: ", ")
  }
}

extension Date {
  /// How far it lies from `now`, in hours up to three days: "in 36 h", "2 h ago", "in 5 d".
  fileprivate func distance(from now: Date) -> String {
    let hours = Int((timeIntervalSince(now) / 3_600).rounded())
    let size = abs(hours) <= 72 ? "\(abs(hours)) h" : "\(abs(hours) / 24) d"
    return hours >= 0 ? "in \(size)" : "\(size) ago"
  }
}

extension Desk {
  /// The stay of an episode that goes on; throws a `Complaint` when there is none.
  func openStay(of episode: EpisodeOptions) async throws -> Stay {
    let record = try await episode.find(at: self)
    guard let stay = record.episode.stays.last(where: { $0.during.contains(now) }) else {
      throw Complaint(
        .notFound, "not-found", "The person is in no stage now.",
        remedy: "See where the episode stands: stepwell stage history --help")
    }
    return stay
  }

  /// A stay with everything that its end depends on; throws `NotFound` when the guard does not look at it.
  func guarded(_ stay: Stay.ID) async throws -> StepDownRepresentation {
    let found = try await records.run(
      as: caller, Action("step_down.show", needs: .episodeRead, subject: stay.rawValue),
      list: StepDowns.of(stay, at: now))
    guard let stay = found.first else {
      throw Complaint(
        .notFound, "not-found", "The person is neither in detox nor in residential.",
        remedy: "The step-down guard looks at these two stages only.")
    }
    return StepDownRepresentation(stay, policy: try StepDownPolicy.shipped(), at: now)
  }

  /// Shows how a stay stands after a change.
  func showStepDown(of stay: Stay.ID, _ clock: WallClock) async throws {
    let view = try await guarded(stay)
    try output.show(view) { view.text($0, clock, all: true) }
  }
}
