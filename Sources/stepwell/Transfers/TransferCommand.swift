import ArgumentParser

/// Handing somebody over to another facility.
struct TransferCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Hand somebody over to another facility, where somebody accepts.",
    discussion: """
      Until somebody there accepts, nothing moves. Within a facility people are moved: stepwell stage move.

      Examples:
        stepwell transfer request --patient $PATIENT --to south --stage residential --reason 'nearer home'
        stepwell transfer list
        stepwell transfer accept $REQUEST --stage residential --level 3.5 --bed R-02
      """,
    subcommands: [
      RequestTransfer.self, ListTransfers.self, AcceptTransfer.self, DeclineTransfer.self,
      WithdrawTransfer.self,
    ])
}
