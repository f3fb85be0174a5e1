import ArgumentParser
import Clinic
import Foundation

/// Orders doses that grow smaller step by step.
struct OrderTaper: ClinicCommand {
  static let need = Need.permission(.medicationOrder)
  static let configuration = CommandConfiguration(
    commandName: "taper",
    abstract: "Order a taper: from an amount, by a step, down to a floor; or a list of amounts.",
    discussion: """
      With --preview it shows every step with its days and writes nothing. A taper that never ends is refused with status 65.

      Examples:
        stepwell medication taper --patient $PATIENT --drug Diazepam --unit mg --amount 10 --step 2 --floor 2 --days 2 --times 08:00,20:00 --preview
        stepwell medication taper --patient $PATIENT --drug Diazepam --unit mg --amounts 10,10,8,6,4,2 --times 08:00
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var options: OrderOptions
  @Option(help: "The amount of one dose to begin with.") var amount: Decimal?
  @Option(help: "By how much each step is smaller.") var step: Decimal?
  @Option(help: "The smallest amount that is given; 0 when left out.") var floor: Decimal?
  @Option(help: "The amounts of the steps, instead: 10,8,6.") var amounts: String?
  @Option(help: "How many days each step lasts.") var days = 1
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (amounts == nil) != (amount == nil) else {
      throw ValidationError("Give the --amount to begin with and a --step, or all --amounts.")
    }
    guard options.times != nil || options.every != nil else {
      throw ValidationError("Say when doses are due: --times or --every.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    var schedule = ScheduleRequest(.taper, amount: amount)
    (schedule.times, schedule.everyMinutes) = try options.timing()
    schedule.taper = ScheduleRequest.TaperRequest(
      days: days, step: step, floor: floor, amounts: try amounts.map(Self.list))
    try await options.order(schedule, of: episode, until: nil, clock, at: desk)
  }

  private static func list(_ text: String) throws -> [Decimal] {
    try text.split(separator: ",").map { part in
      guard let amount = Decimal(argument: part.trimmingCharacters(in: .whitespaces)) else {
        throw InvalidValue(
          "invalid-amount", field: "amounts", problem: "is not a list of amounts",
          value: String(text.prefix(40)),
          remedy: "Write it like 10,8,6.")
      }
      return amount
    }
  }
}
