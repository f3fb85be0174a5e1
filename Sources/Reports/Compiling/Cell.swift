/// The address of a figure of a report, as its CSV has it.
package struct Cell: Hashable, Sendable {
  /// The key of the panel; nil for all of them, as when there is only one.
  package var panel: String?
  package var measure: String
  /// The key of the group; nil for all of them.
  package var group: String?
  package var figure: String
  package var day: Int?

  package init(panel: String? = nil, measure: String, group: String? = nil, figure: String, day: Int? = nil) {
    (self.panel, self.measure, self.group) = (panel, measure, group)
    (self.figure, self.day) = (figure, day)
  }
}
