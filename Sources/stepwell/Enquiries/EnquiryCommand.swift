import ArgumentParser

/// Calls that came in, before there is a chart.
struct EnquiryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enquiry",
    abstract: "Log calls and call back.",
    discussion: """
      Examples:
        stepwell enquiry log --about 'Zz Example' --callback 555-0100 --wants 'a detox bed'
        stepwell enquiry list
      """,
    subcommands: [
      LogEnquiry.self, ListEnquiries.self, ShowEnquiry.self, AttemptCall.self, LoseEnquiry.self,
    ])
}
