import ArgumentParser
import Foundation
import KiemREPL

struct ScheduleCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Print what makes the machine rebuild the stored rows by itself.",
    discussion: """
      Prints a systemd service with its timer, each under a comment that names its file, or one line \
      for cron. Nothing is installed. The service fails when rows had drifted, which the machine's \
      monitoring then sees.

      EXAMPLES
        kiem schedule --every day --at 02:30 --format systemd
        kiem --ledger /srv/kh121 schedule --every week --at 03:00 --format cron | crontab -
      """)

  enum Interval: String, CaseIterable, ExpressibleByArgument, Sendable { case hour, day, week }
  enum Format: String, CaseIterable, ExpressibleByArgument, Sendable { case systemd, cron }

  @OptionGroup var location: LedgerLocation

  @Option(help: "How often.")
  var every: Interval = .day

  @Option(help: "Local time of the machine; of an hourly run only the minute counts.")
  var at = "02:30"

  @Option(help: "For which scheduler.")
  var format: Format = .systemd

  mutating func validate() throws { _ = try time() }

  private func time() throws -> (hour: Int, minute: Int) {
    let parts = at.split(separator: ":", omittingEmptySubsequences: false)
    let digits = parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isASCII) }
    guard parts.count == 2, digits, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { throw ValidationError("--at takes a time such as 02:30.") }
    return (hour, minute)
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    let (hour, minute) = try time()
    let folder = URL(filePath: location.path(in: context)).standardizedFileURL.path
    let program = Bundle.main.executablePath ?? "kiem"
    let units = ScheduleText(
      program: program, folder: folder, every: every, hour: hour, minute: minute)
    context.console.output.write(format == .cron ? units.cron : units.systemd)
    return .done
  }
}

/// The texts that schedulers read.
struct ScheduleText {
  let program: String
  let folder: String
  let every: ScheduleCommand.Interval
  let hour: Int
  let minute: Int

  /// A line of a crontab; `%` ends a line there and is escaped.
  var cron: String {
    let command = "\(shell(program)) --ledger \(shell(folder)) rebuild --format json"
      .replacing("%", with: "\\%")
    let when =
      switch every {
      case .hour: "\(minute) * * * *"
      case .day: "\(minute) \(hour) * * *"
      case .week: "\(minute) \(hour) * * 1"
      }
    return "\(when) \(command)\n"
  }

  /// A service and the timer that starts it.
  var systemd: String {
    """
    # /etc/systemd/system/kiem-rebuild.service
    [Unit]
    Description=Fold the stored rows of a Kiem ledger anew

    [Service]
    Type=oneshot
    ExecStart=\(quoted(program)) --ledger \(quoted(folder)) rebuild --format json
    Nice=10
    IOSchedulingClass=idle

    # /etc/systemd/system/kiem-rebuild.timer
    [Unit]
    Description=When the stored rows of a Kiem ledger are folded anew

    [Timer]
    OnCalendar=\(calendar)
    Persistent=true

    [Install]
    WantedBy=timers.target

    """
  }

  private var calendar: String {
    let time = "\(two(hour)):\(two(minute)):00"
    return switch every {
    case .hour: "*-*-* *:\(two(minute)):00"
    case .day: "*-*-* \(time)"
    case .week: "Mon *-*-* \(time)"
    }
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// As a word of a shell.
  private func shell(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// As a word of a unit file: specifiers, variables and quotes mean themselves.
  private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("%", with: "%%").replacing("$", with: "$$")
    return "\"\(escaped)\""
  }
}
