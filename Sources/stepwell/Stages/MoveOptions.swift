import ArgumentParser
import Clinic
import Foundation

/// What every move may say.
struct MoveOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "When it happened, or with --planned will.",
    completion: .list(["now", "yesterday"]))
  var at = "now"
  @Option(help: "Why, where the rules ask for it.") var reason: String?
  @Option(help: "The document, visit or call that it comes from.") var cause: String?
  @Flag(help: "It lies ahead, and counts from its time on.") var planned = false
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?

  /// A request with what was said; `facility` is where the clocks are read.
  func request(
    _ event: MoveEvent, to state: StageState, _ clock: WallClock, facility: Facility.ID,
    dischargeReason: DischargeReason? = nil
  ) throws -> MoveRequest {
    MoveRequest(
      event, to: state, effectiveAt: try clock.read(at, "at", facility: facility),
      reason: try reason.note("reason"),
      dischargeReason: dischargeReason, cause: try cause.line("cause"), roles: [], isPlanned: planned)
  }
}
