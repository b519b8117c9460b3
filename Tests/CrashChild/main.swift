import Glibc

/// A process to be killed, starved and lied to by the durability tests.
///
/// `CrashChild COMMAND LEDGER [NUMBER…]`: each command says on standard output, line by line, what it
/// has been promised; a complaint begins with `WRONG`. Never run by anybody else.
let words = CommandLine.arguments.dropFirst().map { $0 }
guard words.count >= 2 else { exit(2) }
let numbers = words.dropFirst(2).map { Int($0) ?? 0 }

do {
  switch (words[0], numbers.count) {
  case ("new", 0): try Script.create(at: words[1])
  case ("append", 1): try AppendLoop(path: words[1], seed: UInt64(numbers[0])).run()
  case ("faults", 5):
    try FaultMatrix(
      base: words[1], kind: numbers[0], count: numbers[1], first: numbers[2], step: numbers[3],
      callers: numbers[4]
    ).run()
  case ("trace", 2):
    try Trace.record(ledger: words[1], commits: numbers[0], withFaults: numbers[1] == 1)
  case ("states", 3):
    try CrashStates(
      base: words[1], seed: UInt64(numbers[0]), share: numbers[1], perPoint: numbers[2]
    ).run()
  case ("hold", 0): try Holding.write(words[1])
  case ("read", 0): try Holding.read(words[1])
  case ("watch", 0): try Watching.run(words[1])
  case ("single", 2): try SingleAppends(path: words[1], writer: numbers[0], count: numbers[1]).run()
  case ("bulk", 2): try BulkAppends(path: words[1], batches: numbers[0], count: numbers[1]).run()
  case ("scan", 1): try Scanning.run(words[1], rounds: numbers[0])
  case ("fill", 0): try Filling.run(words[1])
  default: exit(2)
  }
} catch {
  say("FAILED \(error)")
  exit(3)
}
