import ArgumentParser
import Clinic
import Foundation

/// Orders a medicine.
struct OrderMedication: ClinicCommand {
  static let need = Need.permission(.medicationOrder)
  static let configuration = CommandConfiguration(
    commandName: "order",
    abstract: "Order a medicine: at times of the day, every so often, as needed, or once.",
    discussion: """
      Ends with status 65 when there is an allergy, the same drug is ordered already, or nobody has asked about allergies, \
      until --acknowledge says why it is ordered all the same; ketamine also needs its checklist of contraindications, \
      whose hard stop only the prescriber sets aside. For a taper: stepwell medication taper --help

      Examples:
        stepwell medication order --patient $PATIENT --drug Thiamine --amount 100 --unit mg --times 08:00,20:00
        stepwell medication order --patient $PATIENT --drug Ibuprofen --amount 400 --unit mg --as-needed --apart 6h --at-most 1200
        stepwell medication order --patient $PATIENT --drug Ondansetron --amount 4 --unit mg --once
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup var options: OrderOptions
  @Option(help: "The amount of one dose.") var amount: Decimal
  @Option(parsing: .unconditional, help: "Until when; it goes on when left out.") var until: String?
  @Flag(help: "Given as needed.") var asNeeded = false
  @Option(help: "As needed: the shortest time between two doses, such as 6h.") var apart: Span?
  @Option(help: "As needed: the most in any 24 hours, in the unit of the order.") var atMost: Decimal?
  @Flag(help: "A single dose, at --from.") var once = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    let isTimed = options.times != nil || options.every != nil
    guard [isTimed, asNeeded, once].count(where: { $0 }) == 1 else {
      throw ValidationError("Say when: --times, --every, --as-needed or --once, one of them.")
    }
    guard asNeeded == (apart != nil), asNeeded == (atMost != nil) else {
      throw ValidationError("--as-needed takes --apart and --at-most, and nothing else does.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    var schedule = ScheduleRequest(asNeeded ? .asNeeded : once ? .once : .regular, amount: amount)
    (schedule.times, schedule.everyMinutes) = try options.timing()
    schedule.minimumMinutes = apart?.minutes
    schedule.maximumIn24Hours = atMost
    try await options.order(schedule, of: episode, until: until, clock, at: desk)
  }
}
