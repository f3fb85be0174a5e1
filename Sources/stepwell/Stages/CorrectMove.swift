import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Puts a wrong move right.
struct CorrectMove: ClinicCommand {
  static let need = Need.permission(.episodeCorrect)
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Put a wrong move right, at any later time.",
    discussion: """
      What was believed until now stays on record: cohort report --known-at and board --known-at show it. With --preview \
      nothing is changed: it shows which stays, beds, census days, figures and documents shift, and what is in the way. \
      What is in the way is settled in the same correction: another bed (--bed, --bed-of), another time of another move \
      (--happened-of), another move taken out (--never-happened-of), documents kept in the chart by their own times \
      (--keep-documents). A correction can itself be corrected. --never-happened of the only move takes out the episode, and \
      stage restore puts it back.

      Examples:
        stepwell stage correct --patient $PATIENT --move last --happened 'yesterday 09:00' --reason typo
        stepwell stage correct $EPISODE --move 3 --never-happened --reason 'wrong person' --preview
        stepwell stage correct $EPISODE --move 2 --to residential --level 3.5 --bed R-02 --reason 'wrong unit'
        stepwell stage correct $EPISODE --move 2 --happened '10 June 08:00' --bed-of 3=R-04 --reason 'late entry'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The wrong move: its number or identifier in stage history, or last.") var move = "last"
  @Option(parsing: .unconditional, help: "When it really happened.") var happened: String?
  @Option(help: "The stage to which it really led.") var to: Stage?
  @OptionGroup var level: LevelOptions
  @Option(help: "The service of the state report, where the level leaves a choice: residential_short_term.")
  var service: ServiceSetting?
  @Option(help: "The bed of the stay that it opened.") var bed: String?
  @Flag(help: "The stay that it opened had no bed.") var noBed = false
  @Option(help: "Why the episode really ended.") var because: DischargeReason?
  @Flag(help: "It never happened.") var neverHappened = false
  @Option(help: ArgumentHelp("When another move really happened.", valueName: "move=time")) var happenedOf:
    [String] = []
  @Option(help: ArgumentHelp("The bed of the stay that another move opened.", valueName: "move=bed"))
  var bedOf: [String] = []
  @Option(help: ArgumentHelp("Another move that never happened.", valueName: "move")) var neverHappenedOf:
    [String] = []
  @Flag(help: "Documents that fall outside the episode stay in the chart by their own times.")
  var keepDocuments = false
  @Option(help: "Why it is corrected.") var reason: String
  @Flag(help: "Show what would change, and change nothing.") var preview = false
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    let isRight =
      happened != nil || because != nil || to != nil || level.level != nil || service != nil || bed != nil
      || noBed
    guard isRight != neverHappened else {
      throw ValidationError(
        "Say what is right (--happened, --to, --level, --service, --bed, --no-bed, --because), or --never-happened."
      )
    }
    if bed != nil, noBed { throw ValidationError("Name the --bed or say --no-bed, not both.") }
    for pair in happenedOf + bedOf where !pair.contains("=") {
      throw ValidationError("Write the move and what is right as in 3='yesterday 09:00'.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let moves = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, subject: record.episode.id.rawValue),
      Moves.of(record.episode.id))
    let wrong = try await desk.move(move, of: record.episode.id)
    let stage = to ?? moves.first { $0.move.id == wrong }?.move.to.stage
    let change = MoveCorrection.Change(
      effectiveAt: try clock.read(happened, "happened", facility: record.episode.facilityID),
      to: to.map { StageState($0) }, level: try stage.flatMap { try level.level(for: $0) },
      service: service, bed: try await bedChange(at: desk, record), dischargeReason: because,
      isError: neverHappened)
    let correction = MoveCorrection(
      id: desk.new(), moveID: wrong, change: change, also: try await others(desk, record, clock),
      reason: try Note(reason, field: "reason"), keepsDocuments: keepDocuments)
    let outcome = try await desk.records.correct(
      correction, in: record.episode.id, version: ifVersion, isPreview: preview, as: desk.caller)
    try desk.output.show(CorrectionRepresentation(outcome)) { style in
      outcome.text(style, clock, facility: record.episode.facilityID, isPreview: preview)
    }
  }

  private func bedChange(at desk: Desk, _ record: EpisodeRecord) async throws -> MoveCorrection.BedChange? {
    if noBed { return MoveCorrection.BedChange.none }
    let found = try await optionally(bed) { try await desk.bed($0, in: record.episode.facilityID) }
    return found.map { .take($0.id) }
  }

  private func others(
    _ desk: Desk, _ record: EpisodeRecord, _ clock: WallClock
  ) async throws -> [MoveCorrection.Part] {
    let (id, facility) = (record.episode.id, record.episode.facilityID)
    var changes: [(move: Move.ID, change: MoveCorrection.Change)] = []
    func add(_ name: String, _ work: (inout MoveCorrection.Change) -> Void) async throws {
      let move = try await desk.move(name, of: id)
      if !changes.contains(where: { $0.move == move }) { changes.append((move, MoveCorrection.Change())) }
      for index in changes.indices where changes[index].move == move { work(&changes[index].change) }
    }
    for pair in happenedOf {
      let time = try clock.read(pair.afterEqualSign, "happened-of", facility: facility)
      try await add(pair.beforeEqualSign) { $0.effectiveAt = time }
    }
    for pair in bedOf {
      let bed = try await desk.bed(pair.afterEqualSign, in: facility).id
      try await add(pair.beforeEqualSign) { $0.bed = .take(bed) }
    }
    for name in neverHappenedOf { try await add(name) { $0.isError = true } }
    return changes.map { MoveCorrection.Part(id: desk.new(), moveID: $0.move, change: $0.change) }
  }
}

extension String {
  fileprivate var beforeEqualSign: String { String(prefix { $0 != "=" }) }
  fileprivate var afterEqualSign: String { String(drop { $0 != "=" }.dropFirst()) }
}
