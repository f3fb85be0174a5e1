import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records a set of signs.
struct RecordVitals: ClinicCommand {
  static let need = Need.permission(.flowsheetRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a set of signs.",
    discussion: """
      A sign that could not be measured says why: not_done, refused, unable, asleep. None of these is a zero. What is \
      seldom right is asked about: measure again, and repeat it with --confirm. NEWS2 is made of whole sets only. \
      Refused with status 65 when a value cannot be.

      Examples:
        stepwell vitals record --patient $PATIENT --pulse 88 --bp 132/84 --temperature 37.2
        stepwell vitals record --patient $PATIENT --temperature 36.9 --pulse 92 --respirations 18 \\
          --spo2 97 --breathing air --bp 141/88 --consciousness alert --craving 7 --pain 0
        stepwell vitals record --patient $PATIENT --craving asleep --at '02:00'
        stepwell vitals record --patient $PATIENT --pulse 168 --confirm pulse
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup(title: "Signs") var signs: SignOptions
  @Option(help: "The scale of the saturation in NEWS2: 2 only where it is ordered.") var scale: Int16 = 1
  @Option(help: "Anything worth knowing.") var note: String?
  @Option(parsing: .unconditional, help: "When it was measured.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard Vitals.Scale(rawValue: scale) != nil else { throw ValidationError("--scale is 1 or 2.") }
  }

  func run(at desk: Desk) async throws {
    let readings = try signs.readings()
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let set = Vitals(
      id: desk.new(), episodeID: record.episode.id,
      at: try clock.read(at, "at", facility: record.episode.facilityID),
      scale: Vitals.Scale(rawValue: scale) ?? .first, readings: readings, confirmed: Set(signs.confirm),
      note: try note.line("note"))
    let stored = try await desk.records.record(set, as: desk.caller)
    try desk.output.show(VitalsRepresentation(stored)) { stored.text($0) }
  }
}

extension VitalsRecord {
  /// What NEWS2 comes to, or why there is none.
  func text(_ style: Style) -> String {
    let set = "Recorded as \(vitals.id).\n"
    guard let news2 else {
      let missing = VitalSign.allCases.filter { VitalSign.ofNews2.contains($0) && isMissing($0) }
      return set
        + (unscored.map { "\($0.words)\n" }
          ?? "No NEWS2: without \(missing.map(\.words).joined(separator: ", ")) there is none.\n")
    }
    let line = "NEWS2 \(news2.total): \(news2.response.words)."
    return set + (news2.response == .routine || news2.response == .low ? line : style.bad(line)) + "\n"
  }

  private func isMissing(_ sign: VitalSign) -> Bool {
    guard let reading = vitals.readings[sign] else { return true }
    return reading.missing != nil
  }
}
