import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// What every order says.
struct OrderOptions: ParsableArguments {
  @Option(help: "The drug.") var drug: String
  @Option(help: "Its code, RxNorm or another.") var code: String?
  @Option(help: "What it is counted in.") var unit: DoseUnit
  @Option(help: "How it is given.") var route: MedicationRoute = .oral
  @Option(
    help: ArgumentHelp("Times of every day, by the clock on the wall: 08:00,20:00.", valueName: "times"))
  var times: String?
  @Option(help: ArgumentHelp("Every so often from the start on: 6h, 90m.", valueName: "time"))
  var every: Span?
  @Option(parsing: .unconditional, help: "From when on.") var from = "now"
  @Option(help: "For what.") var indication: String?
  @Flag(help: "A controlled drug, which is counted.") var controlled = false
  @Flag(help: "A second person has to see each dose.") var witnessed = false
  @Option(help: "The short name of who prescribes; you when left out.") var prescriber: String?
  @Option(parsing: .unconditional, help: "When it was ordered.") var ordered = "now"
  @Option(help: "Why it is ordered in spite of a warning.") var acknowledge: String?
  @Flag(help: "Show what would be ordered, and write nothing.") var preview = false

  func validate() throws {
    guard times == nil || every == nil else {
      throw ValidationError("Give --times of the day, or --every so often, one of the two.")
    }
  }

  /// The times of the day that were typed.
  func timing() throws -> (times: [TimeOfDay]?, every: Int?) {
    let times = try times.map { text in
      try text.split(separator: ",").map {
        try TimeOfDay($0.trimmingCharacters(in: .whitespaces), field: "times")
      }
    }
    return (times, every?.minutes)
  }

  /// Orders `schedule`, or shows what would be ordered.
  func order(
    _ schedule: ScheduleRequest, of episode: EpisodeOptions, until: String?, _ clock: WallClock, at desk: Desk
  ) async throws {
    let record = try await episode.find(at: desk)
    let facility = record.episode.facilityID
    let orderedAt = try clock.read(ordered, "ordered", facility: facility)
    let starts = from == "now" ? max(orderedAt, desk.now) : try clock.read(from, "from", facility: facility)
    let (amount, schedule) = try schedule.schedule()
    let terms = MedicationOrder.Terms(
      drug: try Line(drug, field: "drug"), code: try code.map { try DrugCode($0, field: "code") },
      amount: amount, unit: unit, route: route, schedule: schedule, starts: starts,
      until: try clock.read(until, "until", facility: facility),
      indication: try indication.line("indication"),
      isControlled: controlled, needsWitness: witnessed)
    let outcome = try await desk.records.order(
      NewMedicationOrder(
        id: desk.new(), episodeID: record.episode.id, terms: terms, orderedAt: orderedAt,
        prescriber: try await desk.staff(prescriber, "prescriber"),
        acknowledged: try acknowledge.line("acknowledge")), isPreview: preview, as: desk.caller)
    try desk.output.show(OrderedRepresentation(outcome, isPreview: preview)) { style in
      outcome.text(style, clock, facility: facility, isPreview: preview)
    }
  }
}

/// A length of time as people type it: `6h`, `90m`, `2d`.
struct Span: ExpressibleByArgument {
  let minutes: Int

  init?(argument: String) {
    guard let match = argument.lowercased().wholeMatch(of: /(\d{1,5})([mhd])/), let count = Int(match.1),
      let unit = ["m": 1, "h": 60, "d": 1_440][String(match.2)]
    else { return nil }
    minutes = count * unit
  }
}

extension Decimal: @retroactive ExpressibleByArgument {
  /// Digits with at most one point, such as `2.5`.
  public init?(argument: String) {
    guard argument.utf8.count <= 30, argument.wholeMatch(of: /\d+(\.\d+)?/) != nil,
      let number = Decimal(string: argument, locale: Locale(identifier: "en_US_POSIX"))
    else { return nil }
    self = number
  }
}

extension DoseUnit: ExpressibleByArgument {}
extension MedicationRoute: ExpressibleByArgument {}
extension DoseCause: ExpressibleByArgument {}

extension Desk {
  /// The member of staff of that short name, where one was typed; throws `NotFound` of `field` when there is none.
  func staff(_ handle: String?, _ field: String) async throws -> Clinic.Staff.ID? {
    guard let handle else { return nil }
    do {
      return try await records.colleague(handle, as: caller).id
    } catch let absent as NotFound {
      throw NotFound(absent.noun, field: field)
    }
  }
}
