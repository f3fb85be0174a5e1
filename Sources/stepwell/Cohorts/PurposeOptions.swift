import ArgumentParser
import Records

/// What a report or a list of people is used for.
struct PurposeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What it is used for: treatment, operations, payment or research.",
      discussion:
        "For payment and research it leaves the clinic, so that small counts are withheld from everybody."))
  var purpose = Caller.Purpose.operations
}

extension Caller.Purpose: ExpressibleByArgument {}
