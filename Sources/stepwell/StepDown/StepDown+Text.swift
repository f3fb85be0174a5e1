import Clinic
import Foundation
import Records
import Service

extension StepDownRepresentation {
  /// Who it is and when the stay ends, and under it what is missing; with `all` also what is settled.
  func text(_ style: Style, _ clock: WallClock, all: Bool = false) -> String {
    let facility = stay.record.facilityID
    var table = Table(
      .text("  Due", limit: 13), .text("What", limit: 13), .text("How it stands", limit: 34),
      .text("Owner", limit: 14))
    for line in all ? view.lines : view.missing {
      let due =
        line.isOverdue(at: at) ? "overdue" : line.dueAt.map { clock.brief($0, facility: facility) } ?? "-"
      table.add(
        "  \(line.status == .missing ? due : line.status == .done ? "ok" : "-")", line.item.words,
        line.words(clock, facility), stay.owners[line.item] ?? line.owner?.rawValue)
    }
    return heading(style, clock)
      + table.text(.plain).split(separator: "\n").dropFirst().map { "\($0)\n" }.joined()
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
