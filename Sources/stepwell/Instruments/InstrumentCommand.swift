import ArgumentParser

/// Questionnaires and scales themselves: which there are, their words, and what the clinic decided about them.
struct InstrumentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "instrument",
    abstract: "List instruments, load their official words, choose their bands.",
    discussion: """
      Examples:
        stepwell instrument list
        stepwell instrument load phq_9 phq9.json --licence 'free to use, Pfizer'
        stepwell instrument choose ciwa_ar --bands asam_2020 --reason 'as our protocol has it'
      """,
    subcommands: [
      ListInstruments.self, ShowInstrument.self, PrintInstrument.self, CheckInstrument.self, LoadWording.self,
      ChooseInstrument.self,
    ])
}
