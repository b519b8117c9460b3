import ArgumentParser
import Diagnostics
import EventLog
import Import
import Kiem
import KiemREPL
import LedgerModel
import PlanFile
import Projections

/// Words what ended a command, and gives the exit status that belongs to it. The only place that
/// knows both.
struct FailureReport {
  let console: Console
  var format: ErrorFormat = .text

  func report(_ error: any Error) -> ExitStatus {
    switch error {
    case let failure as CommandFailure: return report(failure)
    case let failure as QueryFailure: return report(failure)
    case let error as LedgerError:
      return report(CommandFailure(status(of: error), error.description, remedy: error.remedy))
    case let error as EvidenceError:
      let status: ExitStatus = error.isAboutArguments ? .wrongInput : .runtimeFailure
      return report(CommandFailure(status, error.description, remedy: error.remedy))
    case let error as DiagnosticError:
      return report(error.diagnostics, in: error.source, .wrongInput)
    case let error as PlanError:
      for finding in error.findings { findings([finding.diagnostic], in: finding.source) }
      return .wrongInput
    case let error as ImportError:
      return report(CommandFailure(status(of: error), error.description, remedy: error.remedy))
    case let error as RebuildError:
      return report(CommandFailure(status(of: error), error.description))
    case let error as FoldingMemoryError:
      return report(CommandFailure(.runtimeFailure, error.description, remedy: error.remedy))
    case let error as PlanFileError:
      let isInstallation = if case .missing = error { true } else { false }
      return report(
        CommandFailure(isInstallation ? .runtimeFailure : .wrongInput, error.description))
    default: return report(LedgerError(error))
    }
  }

  /// What the argument parser has to say: help and versions are answers, the rest is an error.
  func reportArguments(_ error: any Error) -> ExitStatus {
    let text = KiemCommand.fullMessage(for: error)
    guard KiemCommand.exitCode(for: error) != .success else {
      console.output.line(text)
      return .done
    }
    console.say(text)
    return .wrongInput
  }

  private func report(_ failure: CommandFailure) -> ExitStatus {
    guard format == .text else {
      console.say(json(failure))
      return failure.status
    }
    console.say("kiem: \(failure.message)")
    if let remedy = failure.remedy { console.say("  \(remedy)") }
    return failure.status
  }

  private func report(_ failure: QueryFailure) -> ExitStatus {
    switch failure {
    case .text(let findings, let source): return report(findings, in: source, .wrongInput)
    case .run(let finding, let source): return report([finding], in: source, .runtimeFailure)
    case .cancelled: return report(CommandFailure(.cancelled, "cancelled"))
    }
  }

  private func report(
    _ diagnostics: [Diagnostic], in source: SourceText, _ status: ExitStatus
  ) -> ExitStatus {
    findings(diagnostics, in: source)
    return status
  }

  private func findings(_ diagnostics: [Diagnostic], in source: SourceText) {
    AnswerPrinter(console: console, errorFormat: format).report(diagnostics, in: source)
  }

  private func status(of error: LedgerError) -> ExitStatus {
    switch error {
    case .busy: .busy
    case .cancelled: .cancelled
    case .backup(.inUse): .busy
    case .erasure(.unknownPerson), .erasure(.refused), .backup(.notABackup), .backup(.behindEnd),
      .dump:
      .wrongInput
    default: .runtimeFailure
    }
  }

  private func status(of error: RebuildError) -> ExitStatus {
    switch error {
    case .unknownSource, .nothingToResume: .wrongInput
    case .nothingToRollBackTo: .runtimeFailure
    case .poisonous: .failed
    }
  }

  private func status(of error: ImportError) -> ExitStatus {
    switch error {
    case .rejectsFile, .spill: .runtimeFailure
    case .cancelled: .cancelled
    default: .wrongInput
    }
  }

  private func json(_ failure: CommandFailure) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("severity")
      json.string("error")
      json.name("message")
      json.string(failure.message)
      if let remedy = failure.remedy {
        json.name("remedy")
        json.string(remedy)
      }
      json.name("status")
      json.integer(failure.status.rawValue)
    }
    return writer.text
  }
}
