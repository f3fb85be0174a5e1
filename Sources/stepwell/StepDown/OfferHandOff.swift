import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Asks somebody to take a person over.
struct OfferHandOff: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "offer",
    abstract: "Ask somebody to take a person over after the stay.",
    discussion: """
      One of the staff answers for themselves; for somebody outside, whoever spoke with them writes the answer down.

      Examples:
        stepwell step-down offer --patient $PATIENT --to grace
        stepwell step-down offer --patient $PATIENT --name 'Dr Zz Example' --where 'Zz House'
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The short name of the member of staff.") var to: String?
  @Option(help: "The name of somebody outside.") var name: String?
  @Option(help: "Where that person works.") var `where`: String?
  @Option(help: "Anything worth knowing.") var note: String?
  @Option(parsing: .unconditional, help: "When they were asked.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (to == nil) != (name == nil) else {
      throw ValidationError("Name one of the staff with --to, or somebody outside with --name.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let stay = try await desk.openStay(of: episode)
    let receiver: HandOff.Receiver
    if let name {
      receiver = .outside(name: try Line(name, field: "name"), place: try `where`.line("where"))
    } else {
      let colleague = try await desk.records.colleague(to ?? "", as: desk.caller)
      receiver = .staff(colleague.id, name: colleague.name)
    }
    let handOff = HandOff(
      id: desk.new(), stayID: stay.id, receiver: receiver,
      offeredAt: try clock.read(at, "at", facility: record.episode.facilityID), note: try note.line("note"))
    try await desk.records.offer(handOff, as: desk.caller)
    try desk.output.show(HandOffRepresentation(handOff)) { _ in
      "Offered to \(handOff.receiver.name.rawValue.printable). Their answer: "
        + "stepwell step-down answer --patient … --answer accepted\n"
    }
  }
}
