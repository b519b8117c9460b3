/// Children by number, and the pre-order numbers that make "under" a comparison.
struct TreeShape {
  private(set) var children: [[Int]]
  private(set) var roots: [Int] = []
  private(set) var entries: [Int]
  private(set) var exits: [Int]
  private(set) var depths: [Int]

  init(_ placement: UnitPlacement) {
    let count = placement.places.count
    children = Array(repeating: [], count: count)
    entries = Array(repeating: 0, count: count)
    exits = entries
    depths = entries
    for number in 0..<count where placement.places[number] == number {
      let parent = placement.parents[number]
      if parent < 0 { roots.append(number) } else { children[parent].append(number) }
    }
    number()
  }

  private mutating func number() {
    var next = 0
    var pending = roots.reversed().map { (number: $0, depth: 0, isDone: false) }
    while let step = pending.popLast() {
      if step.isDone {
        exits[step.number] = next
        continue
      }
      entries[step.number] = next
      depths[step.number] = step.depth
      next += 1
      pending.append((step.number, step.depth, true))
      for child in children[step.number].reversed() {
        pending.append((child, step.depth + 1, false))
      }
    }
  }
}
