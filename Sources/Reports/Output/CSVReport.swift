extension CohortReport {
  /// All figures as one CSV file of the shape `panel,measure,group,figure,day,value`, one figure a line.
  ///
  /// Long and not wide, so that any program can turn it as it likes; RFC 4180 with LF at the ends of lines.
  package func csv() -> String {
    var lines = [["panel", "measure", "group", "figure", "day", "value"]]
    for panel in panels {
      let name = panel.name?.key ?? ""
      for result in panel.results {
        for figure in result.figures.figures {
          lines.append([
            name, result.measure, figure.group, figure.name, figure.day.map(String.init) ?? "",
            figure.written,
          ])
        }
      }
    }
    return lines.map { $0.map(quoted).joined(separator: ",") }.joined(separator: "\n") + "\n"
  }
}

private func quoted(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}
