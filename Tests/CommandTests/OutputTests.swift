import ArgumentParser
import Foundation
import Testing

@testable import stepwell

@Suite struct OutputTests {
  @Test func `columns are as wide as their cells, and numbers stand to the right`() {
    var table = Table(.text("Bed", limit: 5), .number("Day"))
    table.add("D-01", "3")
    table.add("a long label", "120")
    table.add(nil, nil)

    #expect(table.text(.plain) == "Bed    Day\nD-01     3\na lo…  120\n\n")
  }

  @Test func `nothing that is shown can command the terminal`() {
    var lines = KeyValues()
    lines.add("name", "Zz\u{1B}[2JExample\u{7}")
    lines.add("empty", nil)

    #expect(lines.text(.plain) == "name  Zz [2JExample \n")
  }

  @Test func `colours need a terminal and no NO_COLOR`() {
    #expect(!Style(for: -1, environment: [:]).isColoured)
    #expect(!Style(for: STDOUT_FILENO, environment: ["NO_COLOR": "1"]).isColoured)
    #expect(Style(isColoured: true).bad("x") == "\u{1B}[31mx\u{1B}[0m")
  }

  @Test func `progress is a bar once the end is known`() {
    #expect(ProgressBar.line("reading", share: nil, "5 rows") == "reading  5 rows")
    #expect(ProgressBar.line("storing", share: 0.5, "x") == "storing  [############............] 50 %  x")
  }

  @Test func `what is typed goes before what the environment says`() throws {
    let environment = [
      "STEPWELL_DATABASE_URL": "env-url", "STEPWELL_DATA_FOLDER": "/env", "STEPWELL_TOKEN": "env-token",
    ]

    #expect(try PlaceOptions.parse([]).url(environment: environment) == "env-url")
    #expect(try PlaceOptions.parse(["--data", "/typed"]).url(environment: environment) == nil)
    #expect(try PlaceOptions.parse(["--data", "/typed"]).folder(environment: environment) == "/typed")
    #expect(try PlaceOptions.parse(["--database-url", "typed"]).url(environment: environment) == "typed")
    #expect(try PlaceOptions.parse([]).sessionToken(environment: environment) == "env-token")
    #expect(try PlaceOptions.parse(["--token", "typed"]).sessionToken(environment: environment) == "typed")
  }
}
