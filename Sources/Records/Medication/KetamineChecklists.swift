import Clinic

extension KetamineChecklist {
  /// What the last checklist says.
  init(_ last: ScreeningRecord?) {
    guard let last else {
      self = .missing
      return
    }
    if last.flags.contains(Self.stop) {
      self = .stopped(at: last.screening.at)
    } else {
      self = last.itemsAnswered < last.itemsRequired ? .incomplete(at: last.screening.at) : .passed
    }
  }
}
