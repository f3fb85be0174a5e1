import ArgumentParser
import Clinic
import Foundation
import Records

/// A command whose errors are told in words, or as a JSON problem, and end with the number that fits.
protocol Answering: AsyncParsableCommand {
  /// What somebody needs to run it; told in its help.
  static var need: Need { get }
  var outputOptions: OutputOptions { get }

  func answer(_ output: Output) async throws
}

extension Answering {
  func run() async throws {
    let output = Output(isJSON: outputOptions.json)
    do {
      try await answer(output)
    } catch let code as ExitCode {
      throw code
    } catch let exit as CleanExit {
      throw exit
    } catch {
      let complaint = Complaint(error)
      output.complain(complaint)
      throw complaint.status.code
    }
  }
}

/// A command that works with the records, in the session of whoever typed it.
protocol ClinicCommand: Answering {
  /// Why it uses the records, as the audit trail says it; treatment where nothing else is said.
  static var purpose: Caller.Purpose { get }
  var place: PlaceOptions { get }

  func run(at desk: Desk) async throws
}

extension ClinicCommand {
  static var purpose: Caller.Purpose { .treatment }

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, purpose: Self.purpose) { try await run(at: $0) }
  }
}
