import Diagnostics

/// Dates as they are written elsewhere.
extension Parser {
  /// `2021-08-05`, which would be two subtractions.
  mutating func readBareDate(_ token: Token) -> DateLiteral? {
    let written = text(token)
    do throws(DateProblem) {
      let date = try DateLiteral(reading: written)
      reportBareDate(token.span, "@" + written)
      return date
    } catch {
      if case .digits(let padded) = error {
        reportBareDate(token.span, "@" + padded)
        return try? DateLiteral(reading: padded)
      }
      return readDate(written, at: token.span)
    }
  }

  private mutating func reportBareDate(_ span: SourceSpan, _ ours: String) {
    report(
      .bareDate, "a date begins with \"@\"", at: span, remedy: "write `\(ours)`",
      fixIts: [FixIt(span, ours, "write \(ours)")])
  }

  /// `05/8/2021`, day first, which would be two divisions.
  mutating func readSlashDate(_ token: Token) -> DateLiteral? {
    let written = text(token)
    let separator: Character = written.contains("/") ? "/" : "-"
    let numbers = written.split(separator: separator).compactMap { Int($0) }
    let ours = "@" + Self.isoDate(numbers)
    let does = separator == "/" ? "divides" : "subtracts"
    let joint = separator == "/" ? " by " : " and "
    let said = numbers.map(String.init).joined(separator: joint)
    do throws(DateProblem) {
      let date = try DateLiteral(reading: String(ours.dropFirst()))
      report(
        .slashDate,
        "this \(does) \(said); \(Self.inWords(numbers)) is `\(ours)`",
        at: token.span, remedy: "write `\(ours)`",
        fixIts: [FixIt(token.span, ours, "write \(ours)")])
      return date
    } catch {
      report(
        .slashDate, "this \(does) \(said); as a date, day first: \(error.explanation)",
        at: token.span)
      return nil
    }
  }

  /// Day, month and year, or month and year, in the order and with the digits of ISO 8601.
  private static func isoDate(_ numbers: [Int]) -> String {
    numbers.reversed().map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: "-")
  }

  private static func inWords(_ numbers: [Int]) -> String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    var parts = numbers.map(String.init)
    let monthIndex = numbers.count - 2
    if months.indices.contains(numbers[monthIndex] - 1) {
      parts[monthIndex] = months[numbers[monthIndex] - 1]
    }
    return parts.joined(separator: " ")
  }
}
