/// A hold, or the wait for an arrival, is longer than the facility allows.
package struct HoldTooLong: Refusal, Hashable {
  package let hours: Int

  package var code: String { "hold-too-long" }
  package var message: String { "A bed of this facility is kept for \(hours) hours at most." }
  package var field: String? { "until" }
  package var remedy: String {
    "Choose an earlier end, and hold the bed again if it must be longer; the facility's file says how long."
  }
  package var kind: RefusalKind { .refusedByRule }

  package init(hours: Int) {
    self.hours = hours
  }
}

/// The bed was not set up yet, has gone, or its facility is closed.
package struct BedNotInUse: Refusal, Hashable {
  package var code: String { "bed-not-in-use" }
  package var message: String { "The bed is not in use for all of that time, or its facility is closed." }
  package var field: String? { "bed_id" }
  package var remedy: String { "Choose a bed that is on the board for the whole time." }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}

/// The bed is in another facility than the person.
package struct BedElsewhere: Refusal, Hashable {
  package var code: String { "bed-elsewhere" }
  package var message: String { "The bed is in another facility than the person." }
  package var field: String? { "bed_id" }
  package var remedy: String {
    "Choose a bed of the same facility, or ask the other one to take the person over."
  }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}

/// The person has no bed to be moved from.
package struct NoBedThen: Refusal, Hashable {
  package var code: String { "no-bed-then" }
  package var message: String { "The person has not been in one bed from that time until now." }
  package var field: String? { "at" }
  package var remedy: String { "Give a time since the person came into the bed, or take a bed by a move." }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}
