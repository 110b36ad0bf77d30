/** Numbered things in the order of their costs. */
export class Heap {
  readonly #costs: number[] = []
  readonly #things: number[] = []

  push(cost: number, thing: number): void {
    let at = this.#costs.length
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#costs[above] <= cost) break
      this.#set(at, this.#costs[above], this.#things[above])
      at = above
    }
    this.#set(at, cost, thing)
  }

  /** Cost of what comes next; Infinity: nothing does. */
  least(): number {
    return this.#costs.length === 0 ? Infinity : this.#costs[0]
  }

  /** Takes the one of least cost out; there must be one. */
  pop(): number {
    const first = this.#things[0]
    const cost = this.#costs[this.#costs.length - 1]
    const thing = this.#things[this.#things.length - 1]
    this.#costs.pop()
    this.#things.pop()
    const count = this.#costs.length
    if (count === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below + 1 < count && this.#costs[below + 1] < this.#costs[below]) below++
      if (below >= count || this.#costs[below] >= cost) break
      this.#set(at, this.#costs[below], this.#things[below])
      at = below
    }
    this.#set(at, cost, thing)
    return first
  }

  #set(at: number, cost: number, thing: number): void {
    this.#costs[at] = cost
    this.#things[at] = thing
  }
}
